import { cloudOf } from '@entente/clouds/clouds'
import { givenPartner } from '@entente/db/testing/fixtures'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()
const { name, version } = cloudOf('global').agreements.partner

/** A partner that signed versions of the agreement. */
async function givenSigned(...versions: string[]) {
  const partner = await givenPartner(database.api)
  for (const signed of versions)
    await database.asOwner(
      `insert into partner_agreement (id, organisation_id, account_id, legal_name, signer_name, name, version, signed_at)
        values (gen_random_uuid(), $1, $2, 'X', 'Ada', $3, $4, now())`,
      [partner.id, partner.person.id, name, signed],
    )
  inbox.mails.length = 0
  return partner
}
const ask = ({ id, person }: Awaited<ReturnType<typeof givenSigned>>, asked = version) =>
  run({ name: 'mail.agreement-due', data: { partnerId: id, accountId: person.id, version: asked } })

test('R-106 a partner that signed an earlier agreement is asked once to sign the newest, in its settings', async () => {
  const partner = await givenSigned('2018-01')
  await ask(partner)
  const [mail, ...others] = inbox.mails
  expect(others).toEqual([])
  expect(mail?.subject).toContain(name)
  expect(mail?.text).toContain(version)
  expect(mail?.text).toContain('/settings/agreement')
})

test('R-106 nobody is asked once it is signed, for a version that is not the newest, or without the role', async () => {
  await ask(await givenSigned('2018-01', version))
  await ask(await givenSigned('2018-01'), '2018-02')
  const partner = await givenSigned('2018-01')
  await database.asOwner(`update auth.membership set roles = '{admin_agent}' where account_id = $1`, [
    partner.person.id,
  ])
  await ask(partner)
  expect(inbox.mails).toEqual([])
})
