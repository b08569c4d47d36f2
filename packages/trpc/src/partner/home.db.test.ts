import { newId } from '@entente/db/core/new-id'
import { daysBefore } from '@entente/domain/core/local-day'
import type { PartnerRole } from '@entente/domain/core/role'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorizing,
  type Caller,
  choosing,
  givenWorld,
  grantAll,
  type Partner,
  tokenOf,
} from '../../testing/index.ts'

const world = await givenWorld()
const day = 86_400_000
const ago = (days: number) => new Date(world.clock.now().getTime() - days * day)
let partner: Partner
let admin: Caller

beforeAll(async () => {
  partner = await world.partner()
  admin = await world.as(partner.person)
})

const linesFor = async (caller: Caller) =>
  Object.fromEntries((await caller.home.get()).attention.map(({ kind, count }) => [kind, count]))

const as = async (...roles: PartnerRole[]) =>
  world.as(await world.person({ audience: 'partner', organisationId: partner.id, roles }))

/** A request with one recipient whose mail has had its status for so many days. */
async function givenRequest(
  of: Partner,
  status: string,
  days: number,
  address = `${newId()}@contoso.example`,
) {
  const [request, recipient] = [newId<'request'>(), newId<'recipient'>()]
  await world.asOwner(
    `insert into relationship_request
      (id, partner_id, link_id, kind, author_id, author_name, subject, body, language, with_privileges, created_at)
    values ($1, $2, $3, 'sent', $4, 'Nora', 'Hello', '', 'en', false, $5)`,
    [request, of.id, of.links.plain, of.person.id, ago(days)],
  )
  await world.asOwner(
    `insert into request_recipient (id, partner_id, request_id, address, status, status_at)
    values ($1, $2, $3, $4, $5, $6)`,
    [recipient, of.id, request, address, status, ago(days)],
  )
  return { request, recipient, address }
}

async function givenCustomer(days: number, services = grantAll) {
  const customer = await world.customer({ legalName: `Customer ${newId()}` })
  const caller = await world.as(customer.person)
  await caller.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), services))
  await world.asOwner('update relationship set since = $2 where customer_id = $1', [customer.id, ago(days)])
  return customer
}

const shown = async (show: 'undelivered' | 'unanswered' | 'declined') =>
  (await admin.relationshipRequest.list({ show })).rows.map(({ requestId, id }) => requestId ?? id)

describe('what needs attention on Home', () => {
  test('a new partner is told so, and only lacks second factors', async () => {
    const empty = await world.partner()
    const home = await (await world.as(empty.person)).home.get()
    expect(home.isNew).toBe(true)
    expect(home.attention).toMatchObject([{ kind: 'no_second_factor', count: 1 }])
    expect(home.customers).toMatchObject({ total: 0, missing: 0 })
  })

  test('mails that did not arrive count until they are corrected or a month passes, and lead to their requests', async () => {
    const { request, recipient } = await givenRequest(partner, 'bounced', 2)
    const { request: unsent } = await givenRequest(partner, 'unsent', 29)
    await givenRequest(partner, 'bounced', 31)
    await givenRequest(partner, 'delivered', 2)
    expect(await linesFor(admin)).toMatchObject({ undelivered: 2 })
    expect((await shown('undelivered')).toSorted()).toEqual([request, unsent].toSorted())
    await world.asOwner(
      `insert into request_recipient (id, partner_id, request_id, address, status, status_at, replaces_id)
      values ($1, $2, $3, 'right@contoso.example', 'delivered', $4, $5)`,
      [newId(), partner.id, request, ago(1), recipient],
    )
    expect(await linesFor(admin)).toMatchObject({ undelivered: 1 })
    expect(await shown('undelivered')).toEqual([unsent])
  })

  test('a request waits for an answer after 7 days, unless the same person was asked again or accepted', async () => {
    const { request } = await givenRequest(partner, 'sent', 8)
    await givenRequest(partner, 'delivered', 6)
    await givenRequest(partner, 'delivered', 91)
    const { address } = await givenRequest(partner, 'delivered', 20)
    await givenRequest(partner, 'delivered', 3, address)
    expect(await shown('unanswered')).toEqual([request])
    expect(await linesFor(admin)).toMatchObject({ unanswered: 1 })
    const accepted = await givenRequest(partner, 'delivered', 9)
    expect(await linesFor(admin)).toMatchObject({ unanswered: 2 })
    const customer = await givenCustomer(9)
    await world.asOwner(
      `update request_recipient set relationship_id = (select id from relationship where customer_id = $2), accepted_at = $3
      where id = $1`,
      [accepted.recipient, customer.id, ago(9)],
    )
    expect(await linesFor(admin)).toMatchObject({ unanswered: 1 })
  })

  test('the declines of the last month lead to themselves', async () => {
    const insert = (id: string, days: number) =>
      world.asOwner(
        `insert into request_outcome (id, partner_id, kind, customer_name, occurred_at) values ($1, $2, 'declined', 'Fabrikam', $3)`,
        [id, partner.id, ago(days)],
      )
    const recent = newId()
    await insert(recent, 29)
    await insert(newId(), 31)
    expect(await linesFor(admin)).toMatchObject({ declined: 1 })
    expect(await shown('declined')).toEqual([recent])
  })

  test('privileges that a customer took away lead to that customer, until it gives them back', async () => {
    const customer = await givenCustomer(40)
    await givenCustomer(40)
    const [[service] = []] = grantAll
    await world.asOwner(
      `update admin_grant set ended_at = $3, ended_by = granted_by, end_reason = 'removed_by_customer'
      where partner_id = $1 and customer_id = $2 and service = $4`,
      [partner.id, customer.id, ago(3), service],
    )
    await world.asOwner(
      'update relationship set services = array_remove(services, $2) where customer_id = $1',
      [customer.id, service],
    )
    expect(await linesFor(admin)).toMatchObject({ lost: 1 })
    const { customers } = await admin.customers.list({ lost: 30 })
    expect(customers).toMatchObject([{ name: customer.legalName }])
    await world.asOwner(
      'update relationship set services = array_append(services, $2) where customer_id = $1',
      [customer.id, service],
    )
    expect(await linesFor(admin)).not.toHaveProperty('lost')
  })

  test('users without a second factor are those that the filtered list shows', async () => {
    await as('sales_agent')
    const { no_second_factor: count } = await linesFor(admin)
    const { users } = await admin.users.list({ factor: 'none' })
    expect(users).toHaveLength(count ?? 0)
    await world.asOwner(
      `insert into auth.second_factor (id, account_id, kid, secret, created_at, confirmed_at)
      values ($1, $2, 'k', 'x', now(), now())`,
      [newId(), partner.person.id],
    )
    expect((await linesFor(admin)).no_second_factor).toBe((count ?? 0) - 1)
    expect((await admin.users.list({ factor: 'none' })).users.map(({ isSelf }) => isSelf)).not.toContain(true)
  })

  test('a change of the profile is under review, waits for its contact, or was rejected', async () => {
    const set = (state: string, reason: string | null, contact: string) =>
      world
        .asOwner(`update enrolment set state = $2, reason = $3 where organisation_id = $1`, [
          partner.id,
          state,
          reason,
        ])
        .then(() =>
          world.asOwner('update partner_profile set contact_status = $2 where organisation_id = $1', [
            ...[partner.id, contact],
          ]),
        )
    await set('re_review', null, 'verified')
    expect(await linesFor(admin)).toHaveProperty('profile_reviewed')
    await set('re_review', null, 'bounced')
    expect(await linesFor(admin)).toHaveProperty('profile_waits')
    await set('active', 'Not in the register', 'verified')
    expect(await linesFor(admin)).toHaveProperty('profile_rejected')
    await set('active', null, 'verified')
    expect(Object.keys(await linesFor(admin)).join()).not.toContain('profile')
  })
})

test('counts come with those of the 30 days before, and equal the lists behind them', async () => {
  const { customers, requests } = await admin.home.get()
  const list = (filters: Parameters<Caller['customers']['list']>[0]) =>
    admin.customers.list({ ...filters, limit: 100 }).then((page) => page.customers.length)
  await givenCustomer(45, choosing())
  const after = await admin.home.get()
  expect(after.customers).toMatchObject({
    total: await list({}),
    missing: await list({ missing: 'any' }),
    added: { lately: await list({ since: 30 }), before: (customers?.added.before ?? 0) + 1 },
  })
  expect(requests?.lately).toBeGreaterThan(requests?.before ?? 0)
})

test('the days that Home counts are the reader’s, as those of the lists behind it', async () => {
  const now = world.clock.now()
  const hour = 1 / 24
  const timeZone = ['UTC', 'Asia/Tokyo'].find((zone) => daysBefore(now, 30, zone) < ago(30 + hour))
  const { request } = await givenRequest(partner, 'bounced', 30 + hour)
  const listed = await admin.relationshipRequest.list({ show: 'undelivered', timeZone })
  expect(listed.rows.map(({ requestId }) => requestId)).toContain(request)
  const home = await admin.home.get({ timeZone })
  expect(home.attention.find(({ kind }) => kind === 'undelivered')?.count).toBe(listed.rows.length)
  const since = daysBefore(now, 30, timeZone).toISOString()
  const { rows } = await admin.relationshipRequest.list({ since })
  expect(home.requests?.lately).toBe(rows.filter(({ requestId }) => requestId !== null).length)
})

test('R-111 a role sees lines and counts of its own pages only, and no partner sees another one’s', async () => {
  const seen = async (...roles: PartnerRole[]) => {
    const home = await (await as(...roles)).home.get()
    return [
      ...Object.keys(await linesFor(await as(...roles))),
      ...(home.customers ? ['customers'] : []),
      ...(home.requests ? ['requests'] : []),
    ]
  }
  await givenRequest(partner, 'bounced', 1)
  expect(await seen('user_admin')).toEqual(['no_second_factor'])
  expect(await seen('billing_admin')).toEqual([])
  expect(await seen('helpdesk_agent')).toEqual(['customers'])
  expect(await seen('sales_agent')).toEqual(
    expect.arrayContaining(['undelivered', 'unanswered', 'declined', 'customers', 'requests']),
  )
  const rival = await world.partner()
  expect(Object.keys(await linesFor(await world.as(rival.person)))).toEqual(['no_second_factor'])
})
