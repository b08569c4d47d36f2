import { newId } from '@entente/db/core/new-id'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findProvisioning, requestProvisioning } from '@entente/db/customer/provisioning'
import { insertOrder, type NewOrder } from '@entente/db/customer/subscription-orders'
import { insertSubscription, listSubscriptions } from '@entente/db/customer/subscriptions'
import { givenCustomer, givenPartner } from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import type { OrderKind } from '@entente/domain/customer/order'
import { subscriptionStateOf, subscriptionStates } from '@entente/domain/customer/subscription'
import { expect, test } from 'vitest'
import { givenAcceptance } from '../../testing/given.ts'
import { openStage } from '../../testing/index.ts'
import { provision } from '../jobs/customer-provision.ts'

const { database, tools } = await openStage()
const [partner, customer] = [await givenPartner(database.api), await givenCustomer(database.api)]
const { relationshipId } = await givenAcceptance(database, { partner, customer })
const between = { customerId: customer.id, partnerId: partner.id }
const offerId = newId<'offer'>()
await database.asOwner(
  `insert into offer (id, code, name, service, seats_min, seats_max, self_service, imported_at)
   values ($1, 'o', 'Office', 'microsoft-365', 1, 300, false, now())`,
  [offerId],
)
const asPartner = <T>(work: (db: PartnerDb) => Promise<T>) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    work,
  )

/** An order as a partner places it, carried out with this outcome. */
async function carriedOut(
  subscriptionId: Id<'subscription'>,
  kind: OrderKind,
  { quantity = 5, isRefused = false }: { quantity?: number; isRefused?: boolean } = {},
) {
  const [orderId, now] = [newId<'order'>(), new Date()]
  const order: NewOrder = {
    ...{ id: orderId, subscriptionId, ...between, kind, status: 'pending', renews: null, settledAt: null },
    ...{
      quantityBefore: 0,
      quantityAfter: quantity,
      offerBefore: null,
      offerAfter: offerId,
      termBefore: null,
    },
    ...{ termAfter: kind === 'migrate' ? 'P1Y' : 'P1M', resellerBefore: null, resellerAfter: null },
    ...{
      currency: 'EUR',
      unitPrice: 100,
      orderedFor: partner.id,
      orderedBy: partner.person.id,
      orderedAt: now,
    },
  }
  const provisioningId = await asPartner(async (db) => {
    if (kind === 'create')
      await insertSubscription(db, {
        ...{ id: subscriptionId, relationshipId, ...between, resellerId: null, offerId, parentId: null },
        ...{ quantity, term: 'P1M', createdAt: now },
      })
    await insertOrder(db, order)
    const relationship = { id: relationshipId, ...between }
    const wish = { relationship, kind: `subscription.${kind}` as const, subject: subscriptionId }
    return requestProvisioning(db, { ...wish, payload: { orderId } }, now)
  })
  const provisioner = {
    order: async () =>
      isRefused
        ? { state: 'failed' as const, code: 'no_capacity' }
        : { state: 'success' as const, externalId: 'x' },
    status: async () => null,
  }
  const job = { ...between, provisioningId, attempt: 0 }
  await provision({ ...tools, provisioner }, job)
  expect((await asPartner((db) => findProvisioning(db, provisioningId)))?.state).not.toBe('pending')
  const [row] = await database.asOwner('select * from subscription where id = $1', [subscriptionId])
  const [placed] = await database.asOwner('select status, refusal from subscription_order where id = $1', [
    orderId,
  ])
  return { subscription: row, order: placed }
}

test('§4.10 the provisioner’s outcome makes an order done and its subscription what the order says', async () => {
  const id = newId<'subscription'>()
  const first = await carriedOut(id, 'create')
  expect(first).toMatchObject({ subscription: { status: 'active', quantity: 5 }, order: { status: 'done' } })
  const started = first.subscription?.started_at
  expect(await carriedOut(id, 'quantity', { quantity: 9 })).toMatchObject({ subscription: { quantity: 9 } })
  const migrated = await carriedOut(id, 'migrate')
  expect(migrated.subscription).toMatchObject({ term: 'P1Y', started_at: started })
  expect(migrated.subscription?.term_started_at).not.toEqual(started)
  expect((await carriedOut(id, 'suspend')).subscription).toMatchObject({ status: 'suspended', version: 5 })
  expect((await carriedOut(id, 'resume')).subscription).toMatchObject({
    status: 'active',
    suspended_at: null,
  })
  expect((await carriedOut(id, 'cancel')).subscription).toMatchObject({ status: 'canceled' })
})

test('§4.10 what the provisioner refuses leaves a subscription as it is, and makes no new one', async () => {
  const refused = { isRefused: true }
  expect(await carriedOut(newId<'subscription'>(), 'create', refused)).toMatchObject({
    ...{
      subscription: { status: 'failed', started_at: null },
      order: { status: 'failed', refusal: 'no_capacity' },
    },
  })
  const id = newId<'subscription'>()
  await carriedOut(id, 'create')
  expect(await carriedOut(id, 'quantity', { ...refused, quantity: 50 })).toMatchObject({
    ...{ subscription: { status: 'active', quantity: 5, version: 2 }, order: { status: 'failed' } },
  })
})

test('§4.10 an end that the provisioner refuses is put back, unless it was changed again', async () => {
  const id = newId<'subscription'>()
  await carriedOut(id, 'create')
  const [end, later] = [new Date('2027-05-01T00:00:00Z'), new Date('2028-05-01T00:00:00Z')]
  const endOf = async () =>
    (
      await database.asOwner<{ ends_at: Date | null }>('select ends_at from subscription where id = $1', [id])
    )[0]?.ends_at
  const refused = {
    order: async () => ({ state: 'failed' as const, code: 'no_change' }),
    status: async () => null,
  }
  const tell = async (saved: Date | null) => {
    await database.asOwner('update subscription set ends_at = $2 where id = $1', [id, saved])
    const wish = {
      relationship: { id: relationshipId, ...between },
      kind: 'subscription.renewal' as const,
      subject: id,
    }
    const provisioningId = await asPartner((db) =>
      requestProvisioning(db, { ...wish, payload: { endsAt: end, before: null } }, new Date()),
    )
    await provision({ ...tools, provisioner: refused }, { ...between, provisioningId, attempt: 0 })
    return endOf()
  }
  expect(await tell(end)).toBeNull()
  expect(await tell(later)).toEqual(later)
})

test('§4.10 the list finds each subscription by the state that the domain says it has', async () => {
  const now = new Date()
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const rows = [0, 30, 29, 31, 89, 90, 91, 119, 120, 121].flatMap((days) =>
    ['active', 'suspended'].map((status) => ({ status, at: ago(days) })),
  )
  for (const { status, at } of rows)
    await database.asOwner(
      `insert into subscription (id, relationship_id, customer_id, partner_id, offer_id, quantity, term, status, created_at,
        started_at, term_started_at, ends_at, suspended_at)
      values ($1, $2, $3, $4, $5, 1, 'P1M', $6, $7, $7, $7, case when $6 = 'active' then $7::timestamptz end,
        case when $6 = 'suspended' then $7::timestamptz end)`,
      [newId(), relationshipId, customer.id, partner.id, offerId, status, at],
    )
  const of = { side: 'seller' as const, ...between }
  const { cloud } = tools
  await asPartner(async (db) => {
    let count = 0
    for (const state of subscriptionStates) {
      const { subscriptions } = await listSubscriptions(db, of, { state, limit: 100 }, cloud, now)
      count += subscriptions.length
      for (const found of subscriptions) expect(subscriptionStateOf(found, cloud, now)).toBe(state)
    }
    const { subscriptions: all } = await listSubscriptions(db, of, { limit: 100 }, cloud, now)
    expect(count).toBe(all.length)
    expect(count).toBeGreaterThan(rows.length)
  })
})
