import { randomUUID } from 'node:crypto'
import { addAsOwner } from '@entente/db/testing/rows'
import { givenSold } from '@entente/db/testing/sold'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import { givenWorld, refusalFrom } from '../../testing/index.ts'

const world = await givenWorld()

async function given(kind: 'direct_bill' | 'indirect_reseller' = 'direct_bill') {
  const [partner, customer] = [await world.partner({ kind }), await world.customer()]
  const id = await addAsOwner(world, partner.id, customer.id)
  const as = async (...roles: ('global_admin' | 'billing_admin' | 'admin_agent' | 'sales_agent')[]) =>
    world.as(await world.person({ organisationId: partner.id, audience: 'partner', roles }))
  return { partner, customer, id, agent: await as('admin_agent'), as }
}

/** A statement of a month with these lines. */
async function statementOf(
  { partner, customer, id }: Awaited<ReturnType<typeof given>>,
  { month, amounts }: { month: string; amounts: number[] },
) {
  const sold = { partner, customerId: customer.id, relationshipId: id, at: new Date('2027-01-10T09:00:00Z') }
  const { subscriptionId } = await givenSold(world, sold)
  const statement = randomUUID() as Id<'statement'>
  await world.asOwner(
    `insert into statement (id, partner_id, customer_id, relationship_id, month, currency, customer_name, total, made_at)
    values ($1, $2, $3, $4, $5, 'EUR', $6, $7, now())`,
    [statement, partner.id, customer.id, id, month, customer.legalName, amounts.reduce((a, b) => a + b, 0)],
  )
  for (const [position, amount] of amounts.entries())
    await world.asOwner(
      `insert into statement_line (subscription_id, source, statement_id, partner_id, position, kind, offer, at, until, seats,
        unit_price, days, term_days, amount) values ($1, $2, $3, $4, $5, 'added', 'Basic', now(), now(), 1, 1, 1, 31, $6)`,
      [subscriptionId, String(position), statement, partner.id, position, amount],
    )
  return statement
}

test('§5.2 R-165 admins, admin agents and billing admins of the seller read its statements, and nobody else', async () => {
  const mine = await given()
  const older = await statementOf(mine, { month: '2027-01', amounts: [310, 40] })
  const id = await statementOf(mine, { month: '2027-02', amounts: [310, 620, -20] })
  for (const role of ['global_admin', 'billing_admin', 'admin_agent'] as const) {
    const { billing } = await mine.as(role)
    expect((await billing.months()).months).toEqual([
      { month: '2027-02', currency: 'EUR', statements: 1, total: 910 },
      { month: '2027-01', currency: 'EUR', statements: 1, total: 350 },
    ])
    expect((await billing.list({ month: '2027-02' })).statements.map((one) => one.id)).toEqual([id])
    expect((await billing.list({ search: 'NOBODY' })).statements).toEqual([])
  }
  const { billing } = mine.agent
  const first = await billing.get({ id, limit: 2 })
  const rest = await billing.get({ id, from: first.next ?? 0 })
  expect([...first.lines, ...rest.lines].map(({ amount }) => amount)).toEqual([310, 620, -20])
  expect(rest.next).toBeNull()
  const page = await billing.atCustomer({ id: mine.id, limit: 1 })
  expect(page.statements.map((one) => one.id)).toEqual([id])
  const next = await billing.atCustomer({ id: mine.id, limit: 1, cursor: page.nextCursor ?? '' })
  expect(next).toMatchObject({ statements: [{ id: older }], nextCursor: null })
  const seller = await mine.as('sales_agent')
  expect(await refusalFrom(seller.billing.months())).toMatchObject({ code: 'missing_permission' })
  const rival = await given()
  expect(await refusalFrom(rival.agent.billing.get({ id }))).toEqual({ code: 'not_found' })
  expect((await rival.agent.billing.list({})).statements).toEqual([])
})

test('R-068 a reseller has no statements, because its provider is billed', async () => {
  const { agent } = await given('indirect_reseller')
  expect(await agent.billing.months()).toEqual({ months: [], isBilled: false })
})
