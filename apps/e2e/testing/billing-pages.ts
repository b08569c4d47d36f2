// What a partner is billed, and what its customer agreed to.
import { randomUUID } from 'node:crypto'
import { addAsOwner } from '@entente/db/testing/rows'
import { givenSold } from '@entente/db/testing/sold'
import { pageOn, type SitePage } from './site-page.ts'
import type { World } from './world.ts'

/** A partner with a customer that it added itself, and a statement of what it sold. */
export async function givenStatement(world: World) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const relationshipId = await addAsOwner(world, partner.id, customer.id)
  const at = new Date('2026-09-10T09:00:00Z')
  const sold = { partner, customerId: customer.id, relationshipId, at, offer: 'Microsoft 365 商业标准版' }
  const { subscriptionId } = await givenSold(world, sold)
  const statementId = randomUUID()
  await world.asOwner(
    `insert into statement (id, partner_id, customer_id, relationship_id, month, currency, customer_name, total, made_at)
    values ($1, $2, $3, $4, '2026-09', 'EUR', $5, 2800, now())`,
    [statementId, partner.id, customer.id, relationshipId, customer.legalName],
  )
  for (const [position, kind, amount] of [
    [0, 'first_term', 3100],
    [1, 'removed', -300],
  ])
    await world.asOwner(
      `insert into statement_line (subscription_id, source, statement_id, partner_id, position, kind, offer, at, until, seats,
        unit_price, days, term_days, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 10, 310, 30, 30, $9)`,
      [subscriptionId, kind, statementId, partner.id, position, kind, sold.offer, at, amount],
    )
  return { partner, customer, relationshipId, statementId }
}

export async function billingPages(world: World): Promise<SitePage[]> {
  const { partner, relationshipId, statementId } = await givenStatement(world)
  const page = (name: string, path: string) => pageOn('partner')(name, path, partner.person)
  const record = `/customers/${relationshipId}`
  return [
    page('billing', '/billing'),
    page('statements of a month', '/billing/2026-09'),
    page('statements of a month, no match', '/billing/2026-09?search=zzz'),
    page('statement', `/billing/statements/${statementId}`),
    page('billing of a customer', `${record}/billing`),
    page('agreement of a customer', `${record}/agreement`),
    page('permissions of a customer', `${record}/permissions`),
  ]
}
