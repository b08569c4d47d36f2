import { randomUUID } from 'node:crypto'
import { removeAsOwner } from '@entente/db/testing/rows'
import type { PartnerRole } from '@entente/domain/core/role'
import { waitFor } from '@entente/testkit/wait'
import { expect, test } from 'vitest'
import {
  authorizing,
  choosing,
  givenWorld,
  outcomesOf,
  type Partner,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { visitorOf } from '../core/context.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery } from './partner-at-customer.ts'

const world = await givenWorld()

/** What the writing probe does; a test sets it. */
let act: () => unknown = () => undefined

const probes = t.router({
  view: atCustomerQuery('customers.view').query(({ ctx }) => ctx.customer.relationship.customerName),
  users: atCustomerQuery('customer_users.view').query(({ ctx }) => ctx.customer.grants.length),
  open: atCustomerQuery('customer_services.open').query(({ input }) => input.service),
  change: atCustomerMutation('customer_services.open').mutation(async ({ ctx, input }) => {
    await act()
    return `${input.service} at ${ctx.customer.relationship.customerName}`
  }),
})

async function as(person: Partner['person']) {
  const visitor = await visitorOf(world.services, 'partner', await world.tokenFor(person))
  return probes.createCaller({
    ...{ ...world.services, ...visitor, requestId: randomUUID(), site: 'partner', clientAddress: 'visitor' },
    ...{ locale: 'en', device: null, knownDevice: null },
  })
}

/** A customer that gave a partner Azure, and nothing else. */
async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const link = tokenOf(partner, { withPrivileges: true })
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(link, choosing(['azure', 'grant'])),
  )
  const withRoles = async (...roles: PartnerRole[]) =>
    as(await world.person({ organisationId: partner.id, audience: 'partner', roles }))
  const remove = () =>
    admin.partnerRelationships.removeRoles({
      ...{ partnerId: partner.id, services: ['azure'], idempotencyKey: randomUUID() },
    })
  return { partner, customer, id, agent: await as(partner.person), withRoles, remove }
}
const azure = { service: 'azure' }
const once = () => ({ idempotencyKey: randomUUID() })

test('R-001 an act in a service needs the grant for exactly that service; others need any, or none', async () => {
  const { agent, customer, id, remove } = await given()
  expect(await agent.open({ id, ...azure })).toBe('azure')
  expect(await agent.change({ id, ...azure, ...once() })).toBe(`azure at ${customer.legalName}`)
  expect(await refusalFrom(agent.open({ id, service: 'intune' }))).toEqual({ code: 'not_granted' })
  expect(await agent.users({ id })).toBe(1)
  await remove()
  const gone = [agent.open({ id, ...azure }), agent.change({ id, ...azure, ...once() }), agent.users({ id })]
  expect(await outcomesOf(...gone)).toEqual(Array(3).fill('not_granted'))
  expect(await agent.view({ id })).toBe(customer.legalName)
})

test('D-06 R-001 the role is asked too, and its refusal is in the partner’s log', async () => {
  const { id, partner, withRoles } = await given()
  const sales = await withRoles('sales_agent')
  expect(await sales.users({ id })).toBe(1)
  const calls = [sales.open({ id, ...azure }), sales.change({ id, ...azure, ...once() })]
  expect(await outcomesOf(...calls)).toEqual(Array(2).fill('missing_permission'))
  const refusals = (await world.auditOf(partner.id)).filter(({ action }) => action === 'permission.refused')
  expect(refusals.map(({ payload }) => payload.permission)).toEqual(Array(2).fill('customer_services.open'))
})

test('S1 another partner’s customer is not found', async () => {
  const { id } = await given()
  const { view, users, open, change } = await as((await world.partner()).person)
  const calls = [view({ id }), users({ id }), open({ id, ...azure }), change({ id, ...azure, ...once() })]
  expect(await outcomesOf(...calls)).toEqual(Array(4).fill('not_found'))
})

test('R-156 U-20 of a removed relationship the record stays, and a service while its privileges are there', async () => {
  const { agent, customer, id, remove } = await given()
  await removeAsOwner(world, id)
  expect(await agent.view({ id })).toBe(customer.legalName)
  expect(await refusalFrom(agent.users({ id }))).toEqual({ code: 'not_found' })
  expect(await agent.open({ id, ...azure })).toBe('azure')
  expect(await agent.change({ id, ...azure, ...once() })).toContain('azure')
  await remove()
  expect(await refusalFrom(agent.open({ id, ...azure }))).toEqual({ code: 'not_granted' })
})

test('R-030 a removal of privileges waits for the act that is under way, and stops the next one', async () => {
  const { agent, id, remove } = await given()
  let finish = () => {}
  const entered = new Promise<void>((begun) => {
    act = () => {
      begun()
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    }
  })
  const change = agent.change({ id, ...azure, ...once() })
  await entered
  let isRemoved = false
  const removal = remove().then(() => {
    isRemoved = true
  })
  const waiting =
    'select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()'
  await waitFor(async () => (await world.asOwner(waiting)).length > 0, { what: 'the removal to wait' })
  expect(isRemoved).toBe(false)
  act = () => undefined
  finish()
  expect(await change).toContain('azure')
  await removal
  expect(await refusalFrom(agent.change({ id, ...azure, ...once() }))).toEqual({ code: 'not_granted' })
})
