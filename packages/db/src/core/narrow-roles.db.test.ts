// What each scope could do if its code were wrong: every act is tried as the role itself, in SQL of its own.
import type { Id } from '@entente/domain/core/id'
import { CompiledQuery } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { givenCustomer, givenPartner, givenPartnership, givenPerson } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { asAuth, asInbound, asOperator, asTenant, type Scope, type Scoped } from './scopes.ts'

const database = await freshDatabase()
const { asOwner } = database
type Partner = Awaited<ReturnType<typeof givenPartner>>
let [partner, rival]: [Partner, Partner] = [undefined as never, undefined as never]
let customer: Awaited<ReturnType<typeof givenCustomer>>
let operator: Id<'account'>

beforeAll(async () => {
  ;[partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
  customer = await givenCustomer(database.api)
  operator = (await givenPerson(database.api, { organisationId: partner.id, audience: 'partner', roles: [] }))
    .id
  await asOwner(`update enrolment set state = 'submitted' where organisation_id = $1`, [partner.id])
  await asOwner(`update partner_profile set contact_status = 'sent' where organisation_id = $1`, [partner.id])
})

type Act = (text: string, values?: unknown[]) => Promise<number>

/** How SQL ends in a scope: the rows that it changed, or the SQLSTATE of its refusal. Nothing is kept. */
const tried =
  (
    open: (work: (db: Scoped<Scope>) => Promise<void>) => Promise<void>,
  ): ((...act: Parameters<Act>) => Promise<string>) =>
  async (text, values = []) => {
    let rows = 0
    try {
      await open(async (db) => {
        const { numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values))
        rows = Number(numAffectedRows ?? 0)
        throw new Error('undo')
      })
    } catch (error) {
      const { message, code } = error as { message: string; code?: string }
      return message === 'undo' ? `${rows} rows` : (code ?? message)
    }
    throw new Error('The transaction was kept.')
  }

const asPartner = tried((work) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    work as never,
  ),
)
const asCustomer = (linkId?: Id<'link'>) =>
  tried((work) =>
    asTenant(
      database.api,
      { organisationId: customer.id, audience: 'customer', personId: customer.person.id, linkId },
      work as never,
    ),
  )
const asIdentity = tried((work) => asAuth(database.api, null, work as never))
const asReviewer = tried((work) => asOperator(database.api, operator, work as never))
const fromOutside = tried((work) => asInbound(database.api, work as never))

const denied = '42501'
const foreign = '23503'

describe('an application', () => {
  const move = 'update enrolment set state = $2 where organisation_id = $1'

  test('is moved by each side along its own steps alone', async () => {
    for (const state of ['accepted', 'active', 'email_verified', 'rejected'])
      expect([state, await asPartner(move, [partner.id, state])]).toEqual([state, denied])
    expect(await asIdentity(move, [partner.id, 'accepted'])).toBe(denied)
    expect(await asIdentity(move, [partner.id, 'email_verified'])).toBe('1 rows')
    expect(await asReviewer(move, [partner.id, 'accepted'])).toBe(denied)
  })

  test('keeps its applicant and its kind in every scope', async () => {
    for (const act of [asPartner, asReviewer, asIdentity])
      expect(await act('update enrolment set applicant_id = $1', [rival.person.id])).toBe(denied)
  })
})

test('a contact is verified and denied by the one who got the mail, never by the partner', async () => {
  const set = 'update partner_profile set contact_status = $2 where organisation_id = $1'
  for (const status of ['verified', 'denied']) {
    expect(await asPartner(set, [partner.id, status])).toBe(denied)
    expect(await asIdentity(set, [partner.id, status])).toBe('1 rows')
  }
  expect(await asPartner(set, [partner.id, 'bounced'])).toBe('1 rows')
  expect(await asIdentity(set, [partner.id, 'none'])).toBe(denied)
})

test('an audit record names the account that acts, and no other actor', async () => {
  const record = `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload,
    payload_digest, occurred_at) values (uuidv7(), $1, uuidv7(), $2, $3, '{}', 'user.created', '{}', '', now())`
  const own = [partner.id, 'person', partner.person.id]
  expect(await asPartner(record, own)).toBe('1 rows')
  for (const [kind, id] of [
    ['person', rival.person.id],
    ['person', null],
    ['application', partner.person.id],
    ['system', null],
    [null, partner.person.id],
  ])
    expect([kind, await asPartner(record, [partner.id, kind, id])]).toEqual([kind, denied])
  expect(await asCustomer()(record, [customer.id, 'person', partner.person.id])).toBe(denied)
  expect(await asReviewer(record, [partner.id, 'person', partner.person.id])).toBe(denied)
  expect(await asIdentity(record, own)).toBe(denied)
  expect(await asIdentity(record, [partner.id, 'person', null])).toBe('1 rows')
})

test('a scope records its own jobs alone', async () => {
  const job = `insert into outbox (id, name, data, created_at) values (uuidv7(), $1, '{}', now())`
  expect(await asPartner(job, ['mail.request-sent'])).toBe('1 rows')
  for (const name of [
    'mail.account-ready',
    'mail.sign-up-started',
    'relationship.accepted',
    'feedback.received',
    'x',
  ])
    expect([name, await asPartner(job, [name])]).toEqual([name, denied])
  expect(await asCustomer()(job, ['mail.enrolment-accepted'])).toBe(denied)
  expect(await asIdentity(job, ['mail.request-sent'])).toBe(denied)
  expect(await asReviewer(job, ['mail.reset-requested'])).toBe(denied)
  expect(await fromOutside(job, ['mail.reset-requested'])).toBe(denied)
  expect(await fromOutside(job, ['feedback.received'])).toBe('1 rows')
})

test('a partner withdraws only its own requests’ mails, and only before they are due', async () => {
  const given = async (
    own: { name?: string; of?: string; notBefore?: string; relayed?: boolean } = {},
  ): Promise<string> => {
    const { name = 'mail.request-sent', of = partner.id, notBefore = '1 minute', relayed = false } = own
    const [row] = await database.asOwner<{ id: string }>(
      `insert into outbox (id, name, data, created_at, not_before, relayed_at)
      values (uuidv7(), $1, json_build_object('partnerId', $2::text), now(), now() + $3::interval, $4) returning id`,
      [name, of, notBefore, relayed ? new Date() : null],
    )
    return row?.id ?? ''
  }
  const withdraw = 'delete from outbox where id = $1'
  expect(await asPartner(withdraw, [await given()])).toBe('1 rows')
  for (const other of [
    { of: rival.id },
    { notBefore: '-1 second' },
    { relayed: true },
    { name: 'mail.relationship-accepted' },
  ])
    expect([other, await asPartner(withdraw, [await given(other)])]).toEqual([other, '0 rows'])
  expect(await asPartner('update outbox set not_before = now()')).toBe(denied)
})

test('a partner brings nobody else’s account into its company', async () => {
  const join = `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
    values (uuidv7(), $1, 'partner', $2, 'active', '{global_admin}', now())`
  expect(await asPartner(join, [rival.person.id, partner.id])).toBe(denied)
  expect(await asPartner(join, [rival.person.id, rival.id])).toBe(denied)
  expect(await asPartner('update auth.membership set account_id = $1', [rival.person.id])).toBe(denied)
})

test('a row of a tenant names people of that tenant', async () => {
  const request = `insert into relationship_request (id, partner_id, link_id, kind, author_id, author_name, subject, body,
    language, with_privileges, created_at) values (uuidv7(), $1, $2, 'sent', $3, 'A', 'S', 'B', 'en', false, now())`
  expect(await asPartner(request, [partner.id, partner.links.plain, partner.person.id])).toBe('1 rows')
  expect(await asPartner(request, [partner.id, partner.links.plain, rival.person.id])).toBe(foreign)
  expect(await asPartner(request, [partner.id, rival.links.plain, partner.person.id])).toBe(denied)
  const document = `insert into enrolment_document (id, organisation_id, kind, file_name, media_type, size, sha256, uploaded_by,
    uploaded_at) values (uuidv7(), $1, 'tax', 'a.pdf', 'application/pdf', 1, '', $2, now())`
  expect(await asPartner(document, [partner.id, rival.person.id])).toBe(foreign)
  const decline = `insert into relationship_decline (id, customer_id, partner_id, link_id, declined_by, partner_told,
    declined_at) values (uuidv7(), $1, $2, $3, $4, false, now())`
  const declined = [customer.id, partner.id, partner.links.plain]
  expect(await asCustomer(partner.links.plain)(decline, [...declined, customer.person.id])).toBe('1 rows')
  expect(await asCustomer(partner.links.plain)(decline, [...declined, rival.person.id])).toBe(foreign)
})

test('a customer enters a relationship only through the link that it opened, a joint one with both of its parties', async () => {
  const enter = `insert into relationship (id, customer_id, partner_id, status, origin, since, customer_name,
    customer_country, sort_key, change_id)
    values (uuidv7(), $1, $2, 'active', 'acceptance', now(), 'C', 'FR', 'c', uuidv7())`
  const provider = await givenPartner(database.api, { kind: 'indirect_provider' })
  const { id, links: joint } = await givenPartnership(database.api, { reseller: partner, provider })
  expect(await asCustomer(partner.links.plain)(enter, [customer.id, partner.id])).toBe('1 rows')
  for (const link of [partner.links.plain, rival.links.plain, undefined])
    expect(await asCustomer(link)(enter, [customer.id, provider.id])).toBe(denied)
  expect(await asCustomer(joint.plain)(enter, [customer.id, rival.id])).toBe(denied)
  expect(await asCustomer(joint.plain)(enter, [customer.id, provider.id])).toBe('1 rows')

  const accept = `insert into acceptance (id, customer_id, link_id, partner_id, change, provider_id, provider_change,
    agreement, version, language, accepted_by, accepted_at)
    values (uuidv7(), $1, $2, $3, 'create', $4, $5, 'x', '1', 'en', $6, now())`
  const accepting = (opened: Id<'link'>, link: Id<'link'>, party: string, other: string | null) =>
    asCustomer(opened)(accept, [customer.id, link, party, other, other && 'create', customer.person.id])
  expect(await accepting(joint.plain, joint.plain, partner.id, null)).toBe(denied)
  expect(await accepting(joint.plain, joint.plain, provider.id, partner.id)).toBe(denied)
  expect(await accepting(partner.links.plain, partner.links.plain, partner.id, provider.id)).toBe(denied)
  expect(await accepting(joint.plain, partner.links.plain, partner.id, null)).toBe(denied)
  // Its policy lets it pass; the relationships above were undone.
  expect(await accepting(joint.plain, joint.plain, partner.id, provider.id)).toBe(foreign)
  // it is dead once the partnership has ended.
  await asOwner(
    `update partnership set status = 'removed', access_removed_at = now(), ended_at = now(), ended_for = reseller_id,
      ended_by = authorised_by, attestation_version = '1' where id = $1`,
    [id],
  )
  expect(await accepting(joint.plain, joint.plain, partner.id, provider.id)).toBe(denied)
  expect(await asCustomer(joint.plain)(enter, [customer.id, provider.id])).toBe(denied)
})
