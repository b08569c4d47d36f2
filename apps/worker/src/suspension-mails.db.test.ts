import { newId } from '@entente/db/core/new-id'
import { givenPartner } from '@entente/db/testing/fixtures'
import { expect, test } from 'vitest'
import { openStage } from '../testing/index.ts'

const { database, inbox, run } = await openStage()

/** A partner as an operator left it, with the record of the last act. */
async function givenAct(status: 'active' | 'suspended', action: string, told: string) {
  const partner = await givenPartner(database.api, { status })
  const requestId = newId()
  await database.asOwner(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest, occurred_at)
    values (gen_random_uuid(), $1, $4, 'system', '{}', $2, jsonb_build_object('told', $3::text), '', now())`,
    [partner.id, action, told, requestId],
  )
  inbox.mails.length = 0
  return { ...partner, requestId }
}

const toAdminOf = ({ id, person, requestId }: Awaited<ReturnType<typeof givenAct>>) => ({
  ...{ partnerId: id, accountId: person.id, requestId },
})

test.each([
  ['mail.partner-suspended', 'suspended', 'partner.suspended', 'is suspended as a partner'],
  ['mail.suspension-lifted', 'active', 'partner.suspension_lifted', 'is lifted'],
] as const)(
  '§4.2 %s carries what the operator tells the partner, and answers go to the operator',
  async (name, status, action, says) => {
    const partner = await givenAct(status, action, 'The invoice of May.')
    await run({ name, data: toAdminOf(partner) })
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
    const { id: partnerId, requestId } = partner
    await run({ name: 'mail.partner-suspended', data: { partnerId, requestId } })
    expect(inbox.mails.flatMap((mail) => mail.to?.map(({ address }) => address) ?? [])).toEqual(to)
  },
)

test('a suspension that was lifted meanwhile is not told any more', async () => {
  const partner = await givenAct('active', 'partner.suspension_lifted', 'Paid.')
  await run({ name: 'mail.partner-suspended', data: { ...toAdminOf(partner), requestId: newId() } })
  expect(inbox.mails).toEqual([])
  // Suspended again before the mail of the first time went: the second one has a mail of its own.
  const again = await givenAct('suspended', 'partner.suspended', 'The invoice of June.')
  await run({ name: 'mail.partner-suspended', data: { ...toAdminOf(again), requestId: newId() } })
  await run({ name: 'mail.partner-suspended', data: toAdminOf(again) })
  expect(inbox.mails).toHaveLength(1)
})

test('§4.8 a global admin is told that the privileges are frozen and that they work again, each once', async () => {
  const partner = await givenPartner(database.api, { status: 'active' })
  const subjects = () => inbox.mails.map(({ subject }) => subject)
  inbox.mails.length = 0
  const acts = (['frozen', 'thawed', 'frozen', 'thawed'] as const).map((change) => ({
    ...{ change, requestId: newId() },
  }))
  /** Runs the mails of all acts, as a queue that lags does, once the last of them is \`act\`. */
  const after = async (act: (typeof acts)[number] | undefined) => {
    await database.asOwner(
      `update organisation set privileges_change_id = $2, privileges_frozen_at = case when $3 then now() end where id = $1`,
      [partner.id, act?.requestId, act?.change === 'frozen'],
    )
    for (const { change, requestId } of acts) {
      const data = { partnerId: partner.id, accountId: partner.person.id, requestId }
      await run({ name: `mail.privileges-${change}`, data })
    }
  }
  await after(acts[2])
  expect(subjects()).toEqual([expect.stringContaining('are frozen')])
  await after(acts[3])
  expect(subjects()).toEqual([expect.stringContaining('are frozen'), expect.stringContaining('work again')])
})
