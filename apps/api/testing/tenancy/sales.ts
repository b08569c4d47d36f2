import { randomUUID } from 'node:crypto'
import { givenProfile, givenReferral, referralTokenOf, referred } from '@entente/trpc/testing/referrals'
import {
  importPriceList,
  offersOf,
  priceList,
  provisionAll,
  relationshipWith,
} from '@entente/trpc/testing/subscriptions'
import {
  added,
  agent,
  customer,
  type Entries,
  foreign,
  once,
  onlyOurs,
  ours,
  relationshipId,
  world,
} from './tenants.ts'

// A reseller of ours with the same customer, and what is ordered for it.
await importPriceList(world)
const selling = await world.partner({ kind: 'indirect_reseller' })
await world.partnership({ provider: ours, reseller: selling })
const atSelling = await relationshipWith(world, selling, customer)
const askedFor = { offerId: (await offersOf(world)).B1 ?? '', term: 'P1M' as const, quantity: 2 }
const ordering = { ...askedFor, resellerId: selling.id }
async function sold() {
  const order = { id: relationshipId ?? '', ...ordering, unitPrice: 560, ...once() }
  const { subscriptionId } = await agent.subscriptions.place(order)
  await provisionAll(world)
  return subscriptionId
}
const purchase = { offerId: (await offersOf(world)).R1 ?? '', term: 'P1Y' as const, quantity: 1 }
const onlySeller = await world.as(onlyOurs.person)
const [onlyOne] = (await onlySeller.customers.list({})).customers
await onlySeller.customerPurchases.permit({ id: onlyOne?.id ?? '', isOn: true, ...once() })
const askedOrder = async () => {
  const ask = { id: atSelling, ...askedFor, providerId: ours.id, ...once() }
  return (await (await world.as(selling.person)).subscriptions.asks.send(ask)).id
}

/** A statement of ours. */
async function billed() {
  const id = randomUUID()
  await world.asOwner(
    `insert into statement (id, partner_id, customer_id, relationship_id, month, currency, customer_name, total, made_at)
    select $1, partner_id, customer_id, id, '2027-01', 'EUR', 'x', 1, now() from relationship where id = $2`,
    [id, await added()],
  )
  return id
}

/** The token of an address that another customer named. */
const referralOf = () => givenReferral(world, ours)
const askedReferral = async () => {
  await givenProfile(world, foreign)
  await world.caller().referrals.ask({ ...referred, partnerId: foreign.id, ...once() })
  return { token: await referralTokenOf(world, foreign) }
}

export const sales: Entries = {
  'referrals.partner': {
    gate: 'public',
    input: async () => {
      await givenProfile(world, foreign)
      return { partnerId: foreign.id }
    },
  },
  'referrals.ask': {
    gate: 'public',
    input: async () => {
      await givenProfile(world, ours)
      return { ...referred, email: `ada@${randomUUID()}.example`, partnerId: ours.id, ...once() }
    },
  },
  'referrals.askStatus': { gate: 'public', input: askedReferral },
  'referrals.confirm': { gate: 'public', input: async () => ({ ...(await askedReferral()), ...once() }) },
  'referrals.list': { gate: 'referrals.view', input: () => ({}) },
  'referrals.get': { gate: 'referrals.view', input: referralOf, id: { at: 'id', owner: ours.id } },
  'referrals.act': {
    gate: 'referrals.answer',
    input: async () => ({ ...(await referralOf()), act: 'decline', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'referrals.refer': {
    gate: 'referrals.refer',
    input: () => ({ ...referred, partnershipId: randomUUID(), ...once() }),
    answer: () => '404 not_found',
  },
  'subscriptions.list': {
    gate: 'subscriptions.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.get': {
    gate: 'subscriptions.view',
    input: async () => ({ id: relationshipId, subscriptionId: await sold() }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.catalogue': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.offer': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, offerId: askedFor.offerId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.review': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...ordering }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.place': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...ordering, unitPrice: 560, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.change': {
    gate: 'subscriptions.order',
    input: async () => ({
      ...{ id: relationshipId, subscriptionId: await sold(), version: 2 },
      ...{ change: { kind: 'suspend' }, ...once() },
    }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.asks.list': {
    gate: 'subscriptions.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'subscriptions.asks.send': {
    gate: 'subscriptions.order',
    input: () => ({ id: relationshipId, ...askedFor, providerId: ours.id, ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: () => '403 partnership_missing',
  },
  'subscriptions.asks.withdraw': {
    gate: 'subscriptions.order',
    input: async () => ({ id: relationshipId, askId: await askedOrder(), ...once() }),
    id: { at: 'id', owner: ours.id },
    answer: () => '404 not_found',
  },
  'subscriptions.asks.decline': {
    gate: 'subscriptions.order',
    input: async () => ({ id: relationshipId, askId: await askedOrder(), ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'offerList.list': { gate: 'offers.view', input: () => ({}) },
  'offerList.import': {
    gate: 'offers.import',
    input: () => ({ file: Buffer.from(priceList).toString('base64'), ...once() }),
  },
  'billing.months': { gate: 'billing.view' },
  'billing.list': { gate: 'billing.view', input: () => ({}) },
  'billing.get': {
    gate: 'billing.view',
    input: async () => ({ id: await billed() }),
    id: { at: 'id', owner: ours.id },
  },
  'billing.atCustomer': {
    gate: 'billing.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerPurchases.permission': {
    gate: 'customer_purchases.view',
    input: () => ({ id: relationshipId }),
    id: { at: 'id', owner: ours.id },
  },
  'customerPurchases.permit': {
    gate: 'customer_purchases.permit',
    input: async () => ({ id: await added(), isOn: true, ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'ownSubscriptions.list': { gate: 'own_subscriptions.view', input: () => ({}) },
  'ownSubscriptions.sellers': { gate: 'own_subscriptions.view' },
  'ownSubscriptions.catalogue': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.offer': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, offerId: purchase.offerId }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.review': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, ...purchase }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'ownSubscriptions.buy': {
    gate: 'own_subscriptions.buy',
    input: () => ({ partnerId: onlyOurs.id, ...purchase, ...once() }),
    id: { at: 'partnerId', owner: customer.id },
  },
  'supportContacts.assign': {
    gate: 'support_contacts.assign',
    input: async () => ({ id: relationshipId, subscriptionId: await sold(), side: 'reseller', ...once() }),
    id: { at: 'id', owner: ours.id },
  },
  'operatorReferrals.list': { gate: 'referral_register.view', input: () => ({}) },
  'operatorReferrals.refer': {
    gate: 'referral_register.refer',
    input: async () => {
      await givenProfile(world, ours)
      return { ...referred, partnerId: ours.id, ...once() }
    },
  },
}
