import { randomUUID } from 'node:crypto'
import { instanceChain } from '@entente/db/core/audit'
import type { Id } from '@entente/domain/core/id'
import { describe, expect, test } from 'vitest'
import {
  authorizing,
  cloud,
  givenWorld,
  grantAll,
  outcomesOf,
  refusalFrom,
  tokenOf,
} from '../../testing/index.ts'
import { removingCustomer } from '../../testing/removal.ts'

const world = await givenWorld()
const support = await world.as(await world.operator('none', 'support_operator'))
const press = (id: Id<'organisation'>) => ({ id, reason: 'Phished', idempotencyKey: randomUUID() })
const isSignedIn = async (token: string) => (await world.caller({ token }).session.current()) !== null

describe('§5.4 an operator finds a customer', () => {
  test('by the start of each word of its name, by its whole domain, and page by page; never a partner', async () => {
    const names = ['Zephyr Cooperage Alpha', 'Zephyr Cooperage Beta', 'Zephyr Cooperage Gamma']
    const found = await Promise.all(names.map((legalName) => world.customer({ legalName })))
    await world.partner({ legalName: 'Zephyr Cooperage Partner' })
    const search = 'coop zeph'
    const first = await support.operatorCustomers.list({ search, limit: 2 })
    const { nextCursor: cursor } = first
    const rest = await support.operatorCustomers.list({ search, limit: 2, cursor: cursor ?? '' })
    expect([...first.customers, ...rest.customers].map(({ legalName }) => legalName)).toEqual(names)
    expect(rest.nextCursor).toBeNull()
    const byDomain = await support.operatorCustomers.list({ search: found[1]?.domain?.toUpperCase() ?? '' })
    expect(byDomain.customers.map(({ id }) => id)).toEqual([found[1]?.id])
  })

  test('with the partners that work with it, and one that removed it while it keeps privileges', async () => {
    const [partner, other, customer] = [await world.partner(), await world.partner(), await world.customer()]
    const admin = await world.as(customer.person)
    await admin.invitation.accept(authorizing(tokenOf(partner, { withPrivileges: true }), grantAll))
    await admin.invitation.accept(authorizing(tokenOf(other)))
    const partners = async () => (await support.operatorCustomers.get({ id: customer.id })).partners
    const services = expect.arrayContaining(cloud.services.map(({ id }) => id))
    expect(new Map((await partners()).map((row) => [row.id, row]))).toEqual(
      new Map([
        [partner.id, expect.objectContaining({ status: 'active', services })],
        [other.id, expect.objectContaining({ status: 'active', services: [] })],
      ]),
    )
    for (const { person } of [partner, other]) {
      const agent = await world.as(person)
      const [row] = (await agent.customers.list({})).customers
      await agent.customerRemoval.remove(removingCustomer(row?.id as Id<'relationship'>, customer))
    }
    expect(await partners()).toMatchObject([{ id: partner.id, status: 'removed' }])
    expect(await refusalFrom(support.operatorCustomers.get({ id: partner.id }))).toEqual({
      code: 'not_found',
    })
  })
})

describe('§5.4 an operator ends all sessions of a customer', () => {
  test('of every active person, of nobody else, and each can sign in again', async () => {
    const [customer, bystander] = [await world.customer(), await world.customer()]
    const colleague = await world.person({
      ...{ organisationId: customer.id, audience: 'customer', roles: ['user'] },
    })
    const asks = await world.person({
      ...{ organisationId: bystander.id, audience: 'customer', roles: ['user'] },
    })
    const joins = `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
      values (gen_random_uuid(), $1, 'customer', $2, $3, $4, now())`
    await world.asOwner(joins, [asks.id, customer.id, 'requested', '{}'])
    await world.asOwner(joins, [colleague.id, bystander.id, 'active', '{user}'])
    const inside = await Promise.all([world.tokenFor(customer.person), world.tokenFor(colleague)])
    const outside = await Promise.all([world.tokenFor(bystander.person), world.tokenFor(asks)])
    await support.operatorCustomers.endSessions(press(customer.id))
    expect(await Promise.all([...inside, ...outside].map(isSignedIn))).toEqual([false, false, true, true])
    expect(await isSignedIn(await world.tokenFor(customer.person))).toBe(true)
    // The customer and the other company read what happened, the operator also why.
    const records = await world.auditOf(customer.id)
    expect(records).toMatchObject([{ action: 'organisation.sessions_ended', payload: { people: 2 } }])
    const told = await world.auditOf(bystander.id)
    expect(told).toMatchObject([{ action: 'account.sessions_ended', payload: { accountId: colleague.id } }])
    expect(JSON.stringify([records, told])).not.toContain('Phished')
    expect(await world.auditOf(instanceChain)).toContainEqual(
      expect.objectContaining({
        action: 'organisation.sessions_ended',
        payload: { organisations: [customer.id], people: 2, reason: 'Phished' },
      }),
    )
  })

  test('two operators at once, each for a company of the same people, do not wait for each other for ever', async () => {
    const [customer, other] = [await world.customer(), await world.customer()]
    for (const organisationId of [customer.id, other.id, customer.id, other.id]) {
      const { id } = await world.person({ organisationId, audience: 'customer', roles: ['user'] })
      await world.asOwner(
        `insert into auth.membership (id, account_id, audience, organisation_id, status, roles, created_at)
        select gen_random_uuid(), $1, 'customer', o.id, 'active', '{user}', now() from organisation o
        where o.id = any($2) and o.id <> $3`,
        [id, [customer.id, other.id], organisationId],
      )
    }
    const { endSessions } = support.operatorCustomers
    const presses = [customer, other, customer, other].map(({ id }) => endSessions(press(id)))
    expect(await outcomesOf(...presses)).toEqual(['done', 'done', 'done', 'done'])
  })

  test('needs the role, a recent sign-in, and a customer', async () => {
    const [{ id }, partner] = [await world.customer(), await world.partner()]
    const auditor = await world.as(await world.operator('none', 'auditor'))
    expect(await refusalFrom(auditor.operatorCustomers.endSessions(press(id)))).toMatchObject({
      code: 'missing_permission',
    })
    const token = await world.tokenFor(await world.operator('none', 'support_operator'))
    const stale = world.caller({ token, clock: () => new Date(Date.now() + 16 * 60_000) })
    expect(await refusalFrom(stale.operatorCustomers.endSessions(press(id)))).toMatchObject({
      code: 'step_up_required',
    })
    expect(await refusalFrom(support.operatorCustomers.endSessions(press(partner.id)))).toEqual({
      code: 'not_found',
    })
    expect(await world.auditOf(id)).toEqual([])
  })
})
