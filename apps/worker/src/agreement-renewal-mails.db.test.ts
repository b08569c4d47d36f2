import { cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertRenewal } from '@entente/db/relationship/agreement-renewals'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import { removeAsOwner } from '@entente/db/testing/rows'
import { expect, test } from 'vitest'
import { givenAcceptance } from '../testing/given.ts'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()
const { name, version } = cloudOf('global').agreements.customer

/** A customer with a partner; its acceptance signed another agreement. */
async function givenEarlier() {
  const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
  await givenAcceptance(database, { partner, customer })
  inbox.mails.length = 0
  return customer
}

test('D-10 who accepts the newest agreement gets one receipt, in the language in which it was read', async () => {
  const customer = await givenEarlier()
  const accountId = customer.person.id
  const renewalId = newId<'renewal'>()
  const tenant = { organisationId: customer.id, audience: 'customer', personId: accountId } as const
  await asTenant(database.api, tenant, (db) =>
    insertRenewal(db, {
      ...{ id: renewalId, customerId: customer.id, agreement: name, version, language: 'de' },
      ...{ acceptedBy: accountId, acceptedAt: new Date() },
    }),
  )
  const job = {
    id: newId(),
    name: 'mail.agreement-renewed' as const,
    data: { customerId: customer.id, renewalId, accountId },
  }
  await run(job)
  await run(job)
  const [mail, ...others] = inbox.mails
  expect(others).toEqual([])
  expect(mail?.subject).toBe(`Sie haben den Vertrag „${name}“ angenommen`)
  expect(mail?.text).toContain(`Angenommener Vertrag: ${name}, Fassung ${version}`)
  expect(mail?.text).toContain(customer.legalName)
  expect(mail?.text).toContain('/partner-relationships')
})

const ask = ({ id, person }: Awaited<ReturnType<typeof givenEarlier>>, asked = version) =>
  run({
    name: 'mail.agreement-renewal-due',
    data: { customerId: id, accountId: person.id, version: asked },
  })

test('D-10 a customer that signed an earlier agreement is asked to accept the newest, on its own page', async () => {
  await ask(await givenEarlier())
  const [mail, ...others] = inbox.mails
  expect(others).toEqual([])
  expect(mail?.subject).toContain(name)
  expect(mail?.text).toContain(version)
  expect(mail?.text).toContain('/partner-relationships/agreement')
})

test('D-10 nobody is asked once it is signed, for a version that is not the newest, without the role or a partner', async () => {
  const signed = await givenEarlier()
  await database.asOwner('update acceptance set agreement = $2, version = $3 where customer_id = $1', [
    ...[signed.id, name, version],
  ])
  await ask(signed)
  await ask(await givenEarlier(), '2018-02')
  const demoted = await givenEarlier()
  await database.asOwner(`update auth.membership set roles = '{user}' where account_id = $1`, [
    demoted.person.id,
  ])
  await ask(demoted)
  const alone = await givenEarlier()
  const [relationship] = await database.asOwner<{ id: string }>(
    'select id from relationship where customer_id = $1',
    [alone.id],
  )
  await removeAsOwner(database, relationship?.id ?? '')
  await ask(alone)
  expect(inbox.mails).toEqual([])
})
