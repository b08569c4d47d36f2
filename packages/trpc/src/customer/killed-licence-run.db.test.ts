import { spawn } from 'node:child_process'
import { once as eventOf } from 'node:events'
import path from 'node:path'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { findRun } from '@entente/db/customer/licence-runs'
import { lockForLicences } from '@entente/db/customer/licences'
import type { Id } from '@entente/domain/core/id'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { givenWorld } from '../../testing/index.ts'
import { relationshipWith } from '../../testing/subscriptions.ts'

const world = await givenWorld()
const total = 250

/** A run of licences for many users that a partner's person started. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const id = await relationshipWith(world, partner, customer, true)
  const subscriptionId = newId<'subscription'>()
  await world.asOwner(
    `with sold as (insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
        values ($1, 'B1', 'Business Basic', 'azure', 1, 1000, false, now()))
      insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
        started_at, term_started_at) values ($1, $2, $3, $4, $1, $5, 'P1Y', 'active', now(), now(), now())`,
    [subscriptionId, id, customer.id, partner.id, total],
  )
  const userIds = Array.from({ length: total }, () => newId<'customer_user'>())
  await world.asOwner(
    `insert into customer_user (id, customer_id, user_name, display_name, status, created_at, changed_at)
      select id, $2, 'user' || place || '@contoso.example', 'User ' || place, 'active', now(), now()
      from unnest($1::uuid[]) with ordinality as rows(id, place)`,
    [userIds, customer.id],
  )
  const agent = await world.as(partner.person)
  const wish = { id, subscriptionId, act: 'assign' as const, userIds, ...once() }
  const { runId } = await agent.customerLicences.start(wish)
  return { partner, customer, id, subscriptionId, userIds, agent, runId }
}

const doneOf = async (runId: string) =>
  (await world.asOwner<{ done: number }>('select done from licence_run where id = $1', [runId]))[0]?.done

test('U10 R-151 a process that is killed with -9 in the middle of a run: the next one goes on, and nothing is done twice', async () => {
  const { partner, customer, id, subscriptionId, userIds, agent, runId } = await given()
  const organisation = { id: partner.id, partnerKind: 'direct_bill', partnerStatus: 'active' }
  const { id: accountId, name, membershipId } = partner.person
  const session = {
    ...{ audience: 'partner', organisation, membershipId, roles: ['global_admin', 'admin_agent'] },
    account: { id: accountId, name },
  }
  const tenant = { organisationId: partner.id, audience: 'partner', personId: accountId } as const
  const run = await asTenant(world.api, tenant, (db) => findRun(db, partner.id, id, runId))
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  // The second hundred waits for this user, so that the process dies within it.
  const held = asTenant(world.api, tenant, async (db) => {
    await lockForLicences(db, customer.id, subscriptionId, userIds.slice(150, 151) as Id<'customer_user'>[])
    await released
  })
  const killed = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, '../../testing/licence-process.ts'),
      JSON.stringify({ url: world.urls.api, session, run }),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  await waitFor(async () => (await doneOf(runId)) === 100, { timeoutMs: 30_000 })
  killed.kill('SIGKILL')
  await eventOf(killed, 'exit')
  release()
  await held
  expect(await doneOf(runId)).toBe(100)
  // Its time for the piece passes.
  await world.asOwner(`update licence_run set worked_until = now() - interval '1 second' where id = $1`, [
    runId,
  ])
  await waitFor(async () => (await agent.customerLicences.progress({ id, runId })).finishedAt !== null)
  expect((await agent.customerLicences.progress({ id, runId })).counts).toEqual({ done: total })
  const [made] = await world.asOwner(
    `select (select count(*)::integer from licence where subscription_id = $1) as licences,
      (select count(*)::integer from provisioning where relationship_id = $2) as orders,
      (select count(distinct subject)::integer from provisioning where relationship_id = $2) as users,
      (select sum((payload ->> 'count')::integer)::integer from audit_record where organisation_id = $3
        and action = 'customer_licences.changed') as recorded`,
    [subscriptionId, id, customer.id],
  )
  expect(made).toEqual({ licences: total, orders: total, users: total, recorded: total })
})
