import type { Id } from '@entente/domain/core/id'
import type { OfferTerm } from '@entente/domain/customer/offer'
import type { OrderKind } from '@entente/domain/customer/order'
import { newId } from '../src/core/new-id.ts'
import type { TestDatabase } from './index.ts'

type Seller = { id: Id<'organisation'>; person: { id: Id<'account'> } }
type Change = { quantity?: number; unitPrice?: number; term?: OfferTerm; renews?: boolean }

/** A subscription that a partner sold, with its first order carried out at `at`; `order` adds others, past every policy. */
export async function givenSold(
  { asOwner }: Pick<TestDatabase, 'asOwner'>,
  sold: {
    partner: Seller
    customerId: string
    relationshipId: string
    resellerId?: string
    at: Date
    offer?: string
    currency?: string
  } & Change,
) {
  const { partner, customerId, relationshipId, at, offer = 'Basic', currency = 'EUR' } = sold
  const [offerId, subscriptionId] = [newId<'offer'>(), newId<'subscription'>()]
  await asOwner(
    `insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
    values ($1::uuid, $1::text, $2, 'azure', 1, 1000000, false, $3)`,
    [offerId, offer, at],
  )
  let last = { quantity: sold.quantity ?? 10, unitPrice: sold.unitPrice ?? 310, term: sold.term ?? 'P1M' }
  await asOwner(
    `insert into subscription (id, relationship_id, customer_id, partner_id, reseller_id, offer_id, quantity, term, status,
      created_at, started_at, term_started_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $9, $9)`,
    [
      subscriptionId,
      relationshipId,
      customerId,
      partner.id,
      sold.resellerId ?? null,
      offerId,
      last.quantity,
      last.term,
      at,
    ],
  )
  const order = async (kind: OrderKind, when: Date, change: Change = {}) => {
    const before = last
    last = { ...last, ...change }
    await asOwner(
      `insert into subscription_order (id, subscription_id, customer_id, partner_id, kind, status, quantity_before,
        quantity_after, offer_after, term_after, renews, currency, unit_price, ordered_for, ordered_by, ordered_at, settled_at)
      values ($1, $2, $3, $4, $5, 'done', $6, $7, $8, $9, $10, $11, $12, $4, $13, $14, $14)`,
      [
        ...[
          newId(),
          subscriptionId,
          customerId,
          partner.id,
          kind,
          before.quantity,
          last.quantity,
          offerId,
          last.term,
        ],
        ...[change.renews ?? null, currency, last.unitPrice, partner.person.id, when],
      ],
    )
  }
  await order('create', at)
  return { subscriptionId, offerId, order }
}
