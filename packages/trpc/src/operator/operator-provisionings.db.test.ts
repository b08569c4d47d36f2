import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorizing, givenWorld, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const partner = await world.partner()
const customer = await world.customer()
const once = () => ({ idempotencyKey: randomUUID() })
const { relationshipId } = await (await world.as(customer.person)).invitation.accept(
  authorizing(tokenOf(partner)),
)

/** An order that was requested some minutes ago. */
async function requested(minutesAgo: number, state = 'pending') {
  const id = randomUUID()
  await world.asOwner(
    `insert into provisioning (id, partner_id, customer_id, relationship_id, kind, subject, payload, requested_at, state,
      attempts, fault, external_id, ended_at) values ($1, $2, $3, $4, 'user.create', $1, '{"name":"Ada"}',
      date_trunc('second', now()) - make_interval(mins => $5), $6, 7, 'status_503', $7, case when $7::text is null then null else now() end)`,
    [id, partner.id, customer.id, relationshipId, minutesAgo, state, state === 'success' ? 'x' : null],
  )
  return id
}

test('§4.10 the console lists what hangs, the oldest first, and an operator has it asked at once', async () => {
  const [old, young, newer, done] = await Promise.all([
    requested(120),
    requested(2),
    requested(20),
    requested(200, 'success'),
  ])
  const console = await world.as(await world.operator(undefined, 'support_operator'))
  const first = await console.operatorProvisionings.list({ limit: 1 })
  expect(first.rows).toMatchObject([
    { id: old, kind: 'user.create', attempts: 7, fault: 'status_503', partnerName: partner.legalName },
  ])
  expect(JSON.stringify(first)).not.toContain('Ada')
  const second = await console.operatorProvisionings.list({ cursor: first.nextCursor ?? '', limit: 1 })
  expect(second).toMatchObject({ rows: [{ id: newer }], nextCursor: null })
  expect((await console.operatorOverview.waiting()).provisionings).toBe(2)

  await console.operatorProvisionings.retry({ id: old, ...once() })
  const jobs = await world.asOwner(`select data from outbox where name = 'customer.provision'`)
  expect(jobs).toEqual([
    { data: { partnerId: partner.id, customerId: customer.id, provisioningId: old, attempt: 7 } },
  ])
  const audit = await world.asOwner(`select payload from audit_record where action = 'provisioning.retried'`)
  expect(audit).toMatchObject([{ payload: { provisioningId: old } }])
  for (const id of [young, done])
    expect(await refusalFrom(console.operatorProvisionings.retry({ id, ...once() }))).toEqual({
      code: 'provisioning_not_hanging',
    })
})
