import { cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertRenewal } from '@entente/db/relationship/agreement-renewals'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
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
