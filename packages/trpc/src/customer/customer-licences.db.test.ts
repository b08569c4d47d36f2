import { randomUUID } from 'node:crypto'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { insertLicences, lockSeats, saveSeats } from '@entente/db/customer/licences'
import type { Id } from '@entente/domain/core/id'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { authorizing, choosing, givenWorld, outcomesOf, refusalFrom, tokenOf } from '../../testing/index.ts'

const world = await givenWorld()
const once = () => ({ idempotencyKey: randomUUID() })

/** A customer with users, a subscription of some seats, and the partner that sold it and has privileges. */
async function given({ users = 3, seats = 10 } = {}) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const link = tokenOf(partner, { withPrivileges: true })
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(link, choosing(['azure', 'grant'])),
  )
  const [offerId, subscriptionId] = [randomUUID(), newId<'subscription'>()]
  await world.asOwner(
    `insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
      values ($1, 'code-' || $1::uuid, 'Business Basic', 'azure', 1, 10000, false, now())`,
    [offerId],
  )
  await world.asOwner(
    `insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
      started_at, term_started_at) values ($1, $2, $3, $4, $5, $6, 'P1Y', 'active', now(), now(), now())`,
    [subscriptionId, id, customer.id, partner.id, offerId, seats],
  )
  const ids = Array.from({ length: users }, () => newId<'customer_user'>())
  await world.asOwner(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      select id, $2, 'user' || place || '@contoso.example', 'User ' || place, 'active', now(), now()
      from unnest($1::uuid[]) with ordinality as rows(id, place)`,
    [ids, customer.id],
  )
  const names = ids.map((_, place) => `user${place + 1}@contoso.example`)
  const remove = () =>
    admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...once() })
  const agent = await world.as(partner.person)
  const inPartner = <T>(work: Parameters<typeof asTenant<'partner', T>>[2]) =>
    asTenant(
      world.services.database,
      { organisationId: partner.id, audience: 'partner', personId: null },
      work,
    )
  /** Starts a run and lets it go on until it is over. */
  const run = async (act: 'assign' | 'take', userIds: Id<'customer_user'>[]) => {
    const { runId } = await agent.customerLicences.start({ id, subscriptionId, act, userIds, ...once() })
    return over(runId)
  }
  const over = async (runId: string) => {
    await waitFor(async () => (await agent.customerLicences.progress({ id, runId })).finishedAt !== null)
    return { ...(await agent.customerLicences.progress({ id, runId })), runId }
  }
  const pool = async () => (await agent.customerLicences.get({ id, subscriptionId })).pool
  return { partner, customer, id, subscriptionId, ids, names, agent, remove, run, over, pool, inPartner }
}

/** As if the provisioner had carried everything out. */
const settle = (subscriptionId: string) =>
  world.asOwner(
    `with gone as (delete from licence where subscription_id = $1 and state = 'taking')
      update licence set state = 'assigned' where subscription_id = $1 and state = 'assigning'`,
    [subscriptionId],
  )

test('R-151 licences for many by their names, each row with its result, recorded for both sides', async () => {
  const { partner, customer, id, subscriptionId, ids, names, agent, over, run, pool } = await given({
    ...{ users: 5, seats: 4 },
  })
  await run('assign', ids.slice(0, 1))
  const start = { id, subscriptionId, act: 'assign' as const, ...once() }
  expect(
    await refusalFrom(
      agent.customerLicences.start({ ...start, userNames: `${names[0]}, nobody@contoso.example` }),
    ),
  ).toEqual({ code: 'licence_users_unknown', names: 'nobody@contoso.example' })
  const { runId } = await agent.customerLicences.start({ ...start, ...once(), userNames: names.join('\n') })
  expect((await over(runId)).counts).toEqual({ already_assigned: 1, done: 3, no_seat: 1 })
  const { rows } = await agent.customerLicences.results({ id, runId })
  expect(rows.map(({ result }) => result).toSorted()).toEqual([
    'already_assigned',
    'done',
    'done',
    'done',
    'no_seat',
  ])
  expect(await pool()).toMatchObject({ seats: 4, assigned: 4 })
  const orders = await world.asOwner(
    `select kind, count(*)::integer as count, count(distinct subject)::integer as users from provisioning
      where relationship_id = $1 group by 1`,
    [id],
  )
  expect(orders).toEqual([{ kind: 'licence.assign', count: 4, users: 4 }])
  const records = await world.asOwner<{ organisation_id: string }>(
    `select organisation_id from audit_record where action = 'customer_licences.changed' and payload ->> 'runId' = $1`,
    [runId],
  )
  expect(records.map((one) => one.organisation_id).toSorted()).toEqual([partner.id, customer.id].toSorted())
})

test('R-151 a row that the provisioner refuses afterwards says so, in its own run alone', async () => {
  const { agent, id, subscriptionId, ids, run } = await given({ users: 2 })
  const { runId } = await run('assign', ids)
  const refuse = `update provisioning set state = 'failed', refusal = 'no_capacity', ended_at = now()
    where subject = $1 and state = 'pending'`
  await world.asOwner(refuse, [ids[1]])
  await world.asOwner('delete from licence where subscription_id = $1 and user_id = $2', [
    subscriptionId,
    ids[1],
  ])
  const resultsOf = async (of: string) =>
    (await agent.customerLicences.results({ id, runId: of })).rows.map(({ result }) => result)
  expect(await resultsOf(runId)).toEqual(['done', 'refused'])
  expect((await agent.customerLicences.progress({ id, runId })).counts).toEqual({ done: 1, refused: 1 })
  const again = await run('assign', ids.slice(1))
  expect([await resultsOf(again.runId), await resultsOf(runId)]).toEqual([['done'], ['done', 'refused']])
})

test('R-151 a licence that is taken frees its seat once the cloud took it', async () => {
  const { subscriptionId, ids, run, pool } = await given({ users: 2, seats: 2 })
  await run('assign', ids)
  expect((await run('take', ids)).counts).toEqual({ not_assigned: 2 })
  await settle(subscriptionId)
  expect((await run('take', ids.slice(0, 1))).counts).toEqual({ done: 1 })
  expect(await pool()).toMatchObject({ assigned: 2 })
  await settle(subscriptionId)
  expect(await pool()).toMatchObject({ assigned: 1 })
})

test('R-001 a run ends with the request that takes the privileges away, and so does everything else', async () => {
  const { id, subscriptionId, ids, agent, remove, over } = await given()
  const { runId } = await agent.customerLicences.start({
    id,
    subscriptionId,
    act: 'assign',
    userIds: ids,
    ...once(),
  })
  await remove()
  expect((await over(runId)).counts).toEqual({ not_granted: 3 })
  const start = { id, subscriptionId, act: 'assign' as const, userIds: ids, ...once() }
  for (const call of [
    () => agent.customerLicences.list({ id }),
    () => agent.customerLicences.get({ id, subscriptionId }),
    () => agent.customerLicences.results({ id, runId }),
    () => agent.customerLicences.start(start),
    () => agent.customerLicences.cancel({ id, runId, ...once() }),
  ])
    expect(await refusalFrom(call())).toEqual({ code: 'not_granted' })
})

test('U10 a run that another process began is not doubled, and goes on when that one ended', async () => {
  const { id, subscriptionId, ids, agent, over, pool } = await given({ users: 230, seats: 230 })
  const { runId } = await agent.customerLicences.start({
    id,
    subscriptionId,
    act: 'assign',
    userIds: ids,
    ...once(),
  })
  const worked = (until: string) =>
    world.asOwner(`update licence_run set worked_until = now() + $2::interval where id = $1`, [runId, until])
  await worked('1 hour')
  await agent.customerLicences.progress({ id, runId })
  expect(
    await refusalFrom(
      agent.customerLicences.start({ id, subscriptionId, act: 'take', userIds: ids, ...once() }),
    ),
  ).toEqual({ code: 'licences_running' })
  expect(await agent.customerLicences.progress({ id, runId })).toMatchObject({ done: 0, finishedAt: null })
  await worked('-1 hour')
  // Several pages that look at once.
  await Promise.all(Array.from({ length: 4 }, () => agent.customerLicences.progress({ id, runId })))
  expect((await over(runId)).counts).toEqual({ done: 230 })
  expect(await pool()).toMatchObject({ assigned: 230 })
  const [{ count } = { count: 0 }] = await world.asOwner<{ count: number }>(
    `select count(*)::integer as count from provisioning where relationship_id = $1`,
    [id],
  )
  expect(count).toBe(230)
})

test('U10 a cancelled run keeps what it did and does nothing more', async () => {
  const { id, subscriptionId, ids, agent, over, pool } = await given()
  const { runId } = await agent.customerLicences.start({
    id,
    subscriptionId,
    act: 'assign',
    userIds: ids,
    ...once(),
  })
  await agent.customerLicences.cancel({ id, runId, ...once() })
  expect(await over(runId)).toMatchObject({ isCancelled: true, counts: { cancelled: 3 } })
  expect(await pool()).toMatchObject({ assigned: 0 })
})

test('R-151 of many that take the last seats at once, no more get one than there are', async () => {
  const { customer, subscriptionId, ids, inPartner, pool } = await given({ users: 12, seats: 5 })
  const rows = ids.map((userId) => ({ subscriptionId, customerId: customer.id, userId }))
  const ended = await Promise.allSettled(
    rows.map((row) => inPartner((db) => insertLicences(db, [row], new Date()))),
  )
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  expect(await pool()).toMatchObject({ seats: 5, assigned: 5 })
  await expect(inPartner((db) => saveSeats(db, subscriptionId, 4))).rejects.toMatchObject({
    constraint: 'licence_seats_fit',
  })
})

test('R-151 an order of fewer seats comes before or after an assignment, never in between', async () => {
  const { subscriptionId, ids, run, inPartner, pool } = await given({ users: 10, seats: 10 })
  const lower = () =>
    inPartner(async (db) => {
      const now = await lockSeats(db, subscriptionId)
      if ((now?.assigned ?? 0) > 4) throw new Error('seats_assigned')
      await saveSeats(db, subscriptionId, 4)
    })
  const [lowered, counts] = await Promise.all([
    lower().then(
      () => true,
      () => false,
    ),
    run('assign', ids).then((over) => over.counts),
  ])
  expect(counts).toEqual(lowered ? { done: 4, no_seat: 6 } : { done: 10 })
  expect(await pool()).toMatchObject(lowered ? { seats: 4, assigned: 4 } : { seats: 10, assigned: 10 })
})

test('R-151 a partner that neither sold a subscription nor is its partner of record does not find it', async () => {
  const mine = await given()
  const other = await given()
  expect(
    await outcomesOf(
      mine.agent.customerLicences.get({ id: mine.id, subscriptionId: other.subscriptionId }),
      mine.agent.customerLicences.start({
        ...{ id: mine.id, subscriptionId: other.subscriptionId, act: 'assign', userIds: mine.ids, ...once() },
      }),
    ),
  ).toEqual(['not_found', 'not_found'])
})
