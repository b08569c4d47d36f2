import type { Id } from '@entente/domain/core/id'
import { beforeAll, expect, test } from 'vitest'
import { once } from '../../testing/applications.ts'
import { type Caller, generousLimits, givenWorld, outcomesOf, refusalFrom } from '../../testing/index.ts'
import {
  importPriceList,
  offersOf,
  priceList,
  provisionAll,
  relationshipWith,
} from '../../testing/subscriptions.ts'

const world = await givenWorld({ limits: generousLimits })
let offers: Record<string, Id<'offer'>> = {}
beforeAll(async () => {
  await importPriceList(world)
  offers = await offersOf(world)
})

/** A direct-bill partner at a customer, and what it orders there. */
async function given({ withPrivileges = false } = {}) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const id = await relationshipWith(world, partner, customer, withPrivileges)
  return { partner, customer, id, api: await world.as(partner.person) }
}
type At = { api: Caller; id: Id<'relationship'> }

const basic = () => ({
  offerId: offers.B1 as Id<'offer'>,
  term: 'P1M' as const,
  quantity: 10,
  unitPrice: 560,
})
async function ordered(
  { api, id }: At,
  order: Partial<Parameters<Caller['subscriptions']['place']>[0]> = {},
) {
  const { subscriptionId } = await api.subscriptions.place({ id, ...basic(), ...order, ...once() })
  await provisionAll(world)
  return subscriptionId
}
const get = ({ api, id }: At, subscriptionId: Id<'subscription'>) =>
  api.subscriptions.get({ id, subscriptionId })
type Change = Parameters<Caller['subscriptions']['change']>[0]['change']
async function change(at: At, subscriptionId: Id<'subscription'>, change: Change) {
  const { version } = await get(at, subscriptionId)
  return at.api.subscriptions.change({ id: at.id, subscriptionId, version, change, ...once() })
}
const changed = async (at: At, subscriptionId: Id<'subscription'>, what: Change) => {
  await change(at, subscriptionId, what)
  await provisionAll(world)
  return get(at, subscriptionId)
}
const codeOf = async (call: Promise<unknown>) => (await refusalFrom(call)).code

test('§4.10 a partner reviews an order, places it, and sees it wait for the provisioner in its own name', async () => {
  const at = await given()
  const { unitPrice: _, ...order } = basic()
  expect(await at.api.subscriptions.review({ id: at.id, ...order })).toEqual({
    ...{ offer: 'Business Basic', quantity: 10, term: 'P1M', unitPrice: 560, currency: 'EUR', total: 5600 },
  })
  const { subscriptionId } = await at.api.subscriptions.place({ id: at.id, ...basic(), ...once() })
  const found = await get(at, subscriptionId)
  expect(found).toMatchObject({ state: 'pending', quantity: 10, hasPendingOrder: true, isOwn: true })
  expect(found.history.orders).toMatchObject([
    { kind: 'create', status: 'pending', quantityAfter: 10, unitPrice: 560 },
  ])
  expect(await codeOf(change(at, subscriptionId, { kind: 'suspend' }))).toBe('order_pending')
  expect(await world.asOwner('select kind from provisioning where subject = $1', [subscriptionId])).toEqual([
    { kind: 'subscription.create' },
  ])
  for (const { id } of [at.partner, at.customer])
    expect((await world.auditOf(id)).at(-1)).toMatchObject({
      action: 'subscription.ordered',
      payload: { quantity: 10 },
    })
})

test('§4.10 every change of an active subscription is an order of its own, in its history', async () => {
  const at = await given()
  const id = await ordered(at)
  expect(await changed(at, id, { kind: 'quantity', quantity: 25, unitPrice: 560 })).toMatchObject({
    quantity: 25,
  })
  expect(
    await changed(at, id, { kind: 'transition', offerId: offers.S1 as Id<'offer'>, unitPrice: 1170 }),
  ).toMatchObject({
    offerName: 'Business Standard',
  })
  expect(await changed(at, id, { kind: 'migrate', term: 'P1Y', unitPrice: 11700 })).toMatchObject({
    term: 'P1Y',
  })
  const off = await changed(at, id, { kind: 'renewal', isOn: false })
  expect(off.endsAt).toEqual(off.termEndsAt)
  expect(await changed(at, id, { kind: 'renewal', isOn: true })).toMatchObject({ endsAt: null })
  expect(await changed(at, id, { kind: 'suspend' })).toMatchObject({ state: 'suspended' })
  expect(await codeOf(change(at, id, { kind: 'quantity', quantity: 9, unitPrice: 11700 }))).toBe(
    'subscription_state',
  )
  expect(await changed(at, id, { kind: 'resume' })).toMatchObject({ state: 'active' })
  const end = await changed(at, id, { kind: 'cancel' })
  expect(end.state).toBe('canceled')
  expect(end.history.orders.map(({ kind }) => kind)).toEqual([
    ...['cancel', 'resume', 'suspend', 'renewal', 'renewal', 'migrate', 'transition', 'quantity', 'create'],
  ])
  expect(end.history.orders[0]).toMatchObject({ unitPrice: 11700, orderedByName: at.partner.person.name })
})

test('§4.10 the provisioner is told when a subscription ends, and that it renews again', async () => {
  const at = await given()
  const id = await ordered(at)
  const { endsAt } = await changed(at, id, { kind: 'renewal', isOn: false })
  await changed(at, id, { kind: 'renewal', isOn: true })
  const told = await world.asOwner(
    `select payload from provisioning where subject = $1 and kind = 'subscription.renewal' order by id`,
    [id],
  )
  const end = endsAt?.toISOString()
  expect(told.map(({ payload }) => payload)).toEqual([
    { endsAt: end, before: null },
    { endsAt: null, before: end },
  ])
})

test('§4.10 an add-on hangs on its base, which cannot be cancelled before it', async () => {
  const at = await given()
  const id = await ordered(at)
  const { offers: addOns } = await at.api.subscriptions.catalogue({ id: at.id, addOnTo: id })
  expect(addOns.map(({ name }) => name)).toEqual(['Audio Conferencing'])
  const addOn = await ordered(at, {
    offerId: offers.A1 as Id<'offer'>,
    quantity: 5,
    unitPrice: 0,
    parentId: id,
  })
  expect((await get(at, id)).addOns).toMatchObject([{ id: addOn, quantity: 5 }])
  expect(await codeOf(change(at, id, { kind: 'cancel' }))).toBe('add_ons_live')
  await changed(at, addOn, { kind: 'cancel' })
  expect(await changed(at, id, { kind: 'cancel' })).toMatchObject({ state: 'canceled' })
})

test('§4.10 what was seen on the page must still be so: price, version and offer', async () => {
  const at = await given()
  const id = await ordered(at)
  const { version } = await get(at, id)
  await changed(at, id, { kind: 'quantity', quantity: 12, unitPrice: 560 })
  const stale = { id: at.id, subscriptionId: id, version, change: { kind: 'suspend' as const } }
  expect(await codeOf(at.api.subscriptions.change({ ...stale, ...once() }))).toBe('subscription_changed')
  expect(await codeOf(ordered(at, { unitPrice: 559 }))).toBe('price_changed')
  expect(await codeOf(ordered(at, { quantity: 301 }))).toBe('seats_out_of_range')
  await importPriceList(world, priceList.replaceAll(/^B1.*\n/gm, '').replace(/^A1.*\n/m, ''))
  expect(await codeOf(ordered(at))).toBe('offer_not_sold')
  expect(await codeOf(change(at, id, { kind: 'quantity', quantity: 20, unitPrice: 560 }))).toBe(
    'offer_not_sold',
  )
  expect(await changed(at, id, { kind: 'quantity', quantity: 5, unitPrice: 560 })).toMatchObject({
    quantity: 5,
  })
  await importPriceList(world)
})

test('§4.10 of two orders at once for one subscription, one is placed', async () => {
  const at = await given()
  const id = await ordered(at)
  const more = (quantity: number) => change(at, id, { kind: 'quantity', quantity, unitPrice: 560 })
  expect(await outcomesOf(more(20), more(30), more(40))).toEqual(['done', 'order_pending', 'order_pending'])
})

test('R-001 the subscription runs on without privileges, and its partner can still add seats', async () => {
  const at = await given({ withPrivileges: true })
  const id = await ordered(at)
  await world.asOwner(
    `update admin_grant set ended_at = now(), end_reason = 'removed_by_customer' where partner_id = $1`,
    [at.partner.id],
  )
  expect(await changed(at, id, { kind: 'quantity', quantity: 30, unitPrice: 560 })).toMatchObject({
    quantity: 30,
  })
})

test('R-041 R-042 R-043 R-044 R-045 another partner of the customer neither sees nor changes a subscription', async () => {
  const at = await given()
  const subscriptionId = await ordered(at)
  const rival = await world.partner()
  const id = await relationshipWith(world, rival, at.customer, true)
  const api = await world.as(rival.person)
  expect((await api.subscriptions.list({ id })).subscriptions).toEqual([])
  const all: Change[] = [
    ...[{ kind: 'quantity', quantity: 1, unitPrice: 560 } as const, { kind: 'cancel' } as const],
    { kind: 'transition', offerId: offers.S1 as Id<'offer'>, unitPrice: 1170 },
    ...[{ kind: 'migrate', term: 'P1Y', unitPrice: 5600 } as const],
    { kind: 'partner_of_record', resellerId: rival.id },
  ]
  for (const change of all)
    expect(
      await codeOf(api.subscriptions.change({ id, subscriptionId, version: 2, change, ...once() })),
    ).toBe('not_found')
  const addOn = { ...basic(), offerId: offers.A1 as Id<'offer'>, unitPrice: 0, parentId: subscriptionId }
  expect(await codeOf(api.subscriptions.place({ id, ...addOn, ...once() }))).toBe('not_found')
})

test('§5.1 sales agents order, helpdesk agents look', async () => {
  const { partner, id } = await given()
  const as = async (role: 'sales_agent' | 'helpdesk_agent') =>
    world.as(await world.person({ organisationId: partner.id, audience: 'partner', roles: [role] }))
  const helpdesk = await as('helpdesk_agent')
  await ordered({ api: await as('sales_agent'), id })
  expect((await helpdesk.subscriptions.list({ id })).subscriptions).toHaveLength(1)
  expect(await codeOf(ordered({ api: helpdesk, id }))).toBe('missing_permission')
})

test('§4.10 the list finds by name and by state, page by page', async () => {
  const at = await given()
  const ids = [await ordered(at), await ordered(at, { offerId: offers.S1 as Id<'offer'>, unitPrice: 1170 })]
  await changed(at, ids[0] as Id<'subscription'>, { kind: 'suspend' })
  const list = async (wish: object) =>
    (await at.api.subscriptions.list({ id: at.id, ...wish })).subscriptions.map(({ id }) => id)
  expect(await list({})).toEqual([ids[1], ids[0]])
  expect(await list({ search: 'stand' })).toEqual([ids[1]])
  expect(await list({ state: 'suspended' })).toEqual([ids[0]])
  expect(await list({ state: 'deleted' })).toEqual([])
  const first = await at.api.subscriptions.list({ id: at.id, limit: 1 })
  expect(await list({ limit: 1, cursor: first.nextCursor ?? '' })).toEqual([ids[0]])
})
