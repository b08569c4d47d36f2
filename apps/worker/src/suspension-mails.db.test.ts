import { givenPartner } from '@entente/db/testing/fixtures'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

/** A partner as an operator left it, with the record of the last act. */
async function givenAct(status: 'active' | 'suspended', action: string, told: string) {
  const partner = await givenPartner(database.api, { status })
  await database.asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
    values (gen_random_uuid(), $1, gen_random_uuid(), 'system', '{}', $2, jsonb_build_object('told', $3::text), '', now())`,
    [partner.id, action, told],
  )
  inbox.mails.length = 0
  return partner
}

test.each([
  ['mail.partner-suspended', 'suspended', 'partner.suspended', 'is suspended as a partner'],
  ['mail.suspension-lifted', 'active', 'partner.suspension_lifted', 'is lifted'],
] as const)(
  '§4.2 %s carries what the operator tells the partner, and answers go to the operator',
  async (name, status, action, says) => {
    const partner = await givenAct(status, action, 'The invoice of May.')
    await run({ name, data: { partnerId: partner.id, accountId: partner.person.id } })
    const [mail] = inbox.mails
    expect(mail?.subject).toContain(says)
    expect(mail?.text).toContain('The invoice of May.')
    expect(mail?.replyTo).toMatchObject([{ address: 'help@entente.example' }])
  },
)

test.each([
  ['the address that was proven before', 'sent', 'verified', ['old@contoso.example']],
  ['the new address once it is proven', 'verified', 'verified', ['new@contoso.example']],
  ['no address that never was proven', 'sent', 'sent', []],
] as const)(
  '§4.2 while a change of the contact is reviewed, a suspension goes to %s',
  async (_, now, before, to) => {
    const partner = await givenAct('suspended', 'partner.suspended', 'The invoice of May.')
    await database.asOwner(
      `insert into partner_profile (organisation_id, legal_name, country, contact_name, contact_email, contact_status,
      before_change, updated_at) values ($1, 'Contoso', 'DE', 'New', 'new@contoso.example', $2, $3, now())
    on conflict (organisation_id) do update set contact_name = excluded.contact_name,
      contact_email = excluded.contact_email, contact_status = excluded.contact_status,
      before_change = excluded.before_change`,
      [
        ...[partner.id, now],
        JSON.stringify({ contact_name: 'Old', contact_email: 'old@contoso.example', contact_status: before }),
      ],
    )
    await run({ name: 'mail.partner-suspended', data: { partnerId: partner.id } })
    expect(inbox.mails.flatMap((mail) => mail.to?.map(({ address }) => address) ?? [])).toEqual(to)
  },
)

test('a suspension that was lifted meanwhile is not told any more', async () => {
  const partner = await givenAct('active', 'partner.suspension_lifted', 'Paid.')
  await run({ name: 'mail.partner-suspended', data: { partnerId: partner.id, accountId: partner.person.id } })
  expect(inbox.mails).toEqual([])
})

test('§4.8 a global admin is told that the privileges are frozen and that they work again, as long as it is so', async () => {
  const partner = await givenPartner(database.api, { status: 'active' })
  const data = { partnerId: partner.id, accountId: partner.person.id }
  const subjects = () => inbox.mails.map(({ subject }) => subject)
  inbox.mails.length = 0
  await run({ name: 'mail.privileges-frozen', data })
  expect(subjects()).toEqual([])
  await database.asOwner('update organisation set privileges_frozen_at = now() where id = $1', [partner.id])
  await run({ name: 'mail.privileges-thawed', data })
  await run({ name: 'mail.privileges-frozen', data })
  expect(subjects()).toEqual([expect.stringContaining('are frozen')])
  await database.asOwner('update organisation set privileges_frozen_at = null where id = $1', [partner.id])
  await run({ name: 'mail.privileges-thawed', data })
  expect(subjects().at(-1)).toContain('work again')
})
