// What two partners sold to one customer: a price list, subscriptions in each state, licences, and a customer that may buy.
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { insertLicences, listLicensedUsers, saveLicence } from '@entente/db/customer/licences'
import { findNextOfSubject, saveProvisioning } from '@entente/db/customer/provisioning'
import { findPendingOrder, saveOrderOutcome } from '@entente/db/customer/subscription-orders'
import { lockSubscription, saveSubscription } from '@entente/db/customer/subscriptions'
import type { Id } from '@entente/domain/core/id'
import { currentTermEnd, type OfferTerm } from '@entente/domain/customer/offer'
import { type Actor, type Actors, ago, once } from './seed-actors.ts'
import type { SeededCustomer } from './seed-customers.ts'
import type { SeededPartner } from './seed-partners.ts'

const list: [string, string, string, string, number, string, [OfferTerm, number][]][] = [
  [
    'BASIC',
    'Business Basic',
    'microsoft-365',
    '',
    300,
    'no',
    [
      ['P1M', 6],
      ['P1Y', 60],
    ],
  ],
  [
    'STANDARD',
    'Business Standard',
    'microsoft-365',
    '',
    300,
    'no',
    [
      ['P1M', 12],
      ['P1Y', 120],
    ],
  ],
  ['AUDIO', 'Audio Conferencing', 'microsoft-365', 'BASIC', 300, 'no', [['P1M', 0]]],
  [
    'PREMIUM',
    'Business Premium',
    'microsoft-365',
    '',
    300,
    'no',
    [
      ['P1M', 21],
      ['P1Y', 210],
    ],
  ],
  ['CLOUD', 'Cloud plan', 'azure', '', 1, 'no', [['P1M', 0]]],
  [
    'RESERVED',
    'Virtual machine reservation',
    'azure',
    'CLOUD',
    20,
    'yes',
    [
      ['P1Y', 800],
      ['P3Y', 1900],
    ],
  ],
  ['BACKUP', 'Backup vault', 'azure', '', 50, 'yes', [['P1M', 10]]],
]

type Ended = 'suspended' | 'canceled' | 'expired' | 'disabled' | 'deleted' | 'failed'
type Sold = {
  code: string
  quantity: number
  term?: OfferTerm
  days: number
  now?: Ended | 'pending'
  to?: string
}
const sold: readonly Sold[] = [
  { code: 'BASIC', quantity: 25, days: 36 },
  { code: 'AUDIO', quantity: 10, days: 35, to: 'BASIC' },
  { code: 'CLOUD', quantity: 1, days: 36 },
  { code: 'STANDARD', quantity: 4, days: 36, now: 'canceled' },
  { code: 'PREMIUM', quantity: 3, term: 'P1Y', days: 33, now: 'suspended' },
  { code: 'STANDARD', quantity: 6, days: 36.5, now: 'expired' },
  { code: 'BASIC', quantity: 2, days: 36.8, now: 'disabled' },
  { code: 'PREMIUM', quantity: 1, days: 36.9, now: 'deleted' },
  { code: 'BACKUP', quantity: 5, days: 8, now: 'failed' },
  { code: 'BACKUP', quantity: 2, days: 0.01, now: 'pending' },
]

type Given = { id: Id<'relationship'>; partnerId: Id<'organisation'>; customerId: Id<'organisation'> }
type Sides = { id: Id<'relationship'>; partner: SeededPartner; customer: SeededCustomer; operator: Actor }

export async function seedSubscriptions(
  actors: Actors,
  { id, partner, customer, operator }: Sides,
): Promise<void> {
  const [seller] = partner.people
  if (!seller) return
  const partnerId = partner.id
  const given = { id, partnerId, customerId: customer.id }
  await importList(actors, operator)
  const offers = await offersFor(actors, { id, seller, operator })
  const made = new Map<string, Id<'subscription'>>()
  for (const { code, quantity, term = 'P1M', days, now, to } of sold) {
    const { offerId, amounts } = offers(code)
    const { subscriptions } = await actors.at(ago(days), seller)
    const order = { id, offerId, term, quantity, unitPrice: amounts.get(term) ?? 0 }
    const parentId = to ? (made.get(to) ?? null) : null
    const { subscriptionId } = await subscriptions.place({ ...order, parentId, ...once() })
    if (!made.has(code)) made.set(code, subscriptionId)
    if (now !== 'pending') await settle(actors, given, subscriptionId, { days, now, term })
  }
  const [basic, parentId] = [made.get('BASIC'), made.get('CLOUD') ?? null]
  if (basic) await licence(actors, given, basic)
  if (!actors.cloud.subscriptions.selfService) return
  await (await actors.at(ago(7), seller)).customerPurchases.permit({ id, isOn: true, ...once() })
  const { offerId } = offers('RESERVED')
  const wish = { partnerId, offerId, term: 'P1Y' as const, quantity: 2, parentId }
  const { ownSubscriptions } = await actors.at(ago(3), customer.admin)
  const { subscriptionId } = await ownSubscriptions.buy({ ...wish, ...once() })
  await settle(actors, given, subscriptionId, { days: 3, term: 'P1Y' })
}

/** Imports the price list in every currency of the cloud. Yen have no decimals, so that all prices are whole. */
async function importList({ at, cloud }: Actors, operator: Actor): Promise<void> {
  const { services, subscriptions } = cloud
  const serviceOf = (id: string) => (services.find((one) => one.id === id) ?? services[0])?.id
  const rows = list.flatMap(([code, name, service, base, seats, selfService, prices]) =>
    prices.flatMap(([term, price]) =>
      subscriptions.currencies.map((currency) =>
        [code, name, serviceOf(service), base, seats, selfService, term, currency, price].join(','),
      ),
    ),
  )
  const head = 'offer_id,name,service,add_on_of,max_seats,self_service,term,currency,price'
  const file = Buffer.from([head, ...rows].join('\n')).toString('base64')
  const { faults } = await (await at(ago(38), operator)).offerList.import({ file, ...once() })
  if (faults.length > 0) throw new Error(`The price list is refused: ${JSON.stringify(faults[0])}`)
}

type Asking = { id: Id<'relationship'>; seller: Actor; operator: Actor }

/** Finds an offer with its prices in the seller's currency. */
async function offersFor({ at }: Actors, { id, seller, operator }: Asking) {
  const { offers } = await (await at(ago(37), operator)).offerList.list({ limit: 100 })
  const { offers: shown } = await (await at(ago(36.95), seller)).subscriptions.catalogue({ id })
  const currency = shown[0]?.prices[0]?.currency
  return (code: string) => {
    const offer = offers.find((one) => one.code === code)
    if (!offer) throw new Error(`The price list has no ${code}.`)
    const prices = offer.prices.filter((price) => price.currency === currency)
    return { offerId: offer.id, amounts: new Map(prices.map(({ term, amount }) => [term, amount])) }
  }
}

/** What the provisioner answered, and what has become of the subscription since. */
const settle = (
  { database, cloud }: Actors,
  { partnerId, customerId }: Given,
  id: Id<'subscription'>,
  { days, now, term }: { days: number; now?: Ended; term: OfferTerm },
) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const at = ago(days - 0.01)
    const order = await findPendingOrder(db, id)
    if (!order) throw new Error('The order is settled.')
    const isFailed = now === 'failed'
    await saveOrderOutcome(db, order.id, {
      ...{ status: isFailed ? 'failed' : 'done', refusal: isFailed ? 'no_capacity' : null, settledAt: at },
    })
    await endProvisioning(db, id, isFailed, at)
    const found = await lockSubscription(db, { side: 'seller', partnerId, customerId }, id)
    if (!found) throw new Error('The subscription is missing.')
    if (isFailed) return saveSubscription(db, found, { status: 'failed' })
    const { expiredDays, suspendedDays } = cloud.subscriptions
    await saveSubscription(db, found, {
      ...{ status: 'active', startedAt: at, termStartedAt: at },
      ...(now === 'canceled' && { status: 'canceled', canceledAt: ago(days - 5) }),
      ...(now === 'suspended' && { status: 'suspended', suspendedAt: ago(5) }),
      ...(now === 'deleted' && { status: 'suspended', suspendedAt: ago(suspendedDays + 1) }),
      ...(now === 'expired' && { endsAt: currentTermEnd(at, term, at) }),
      ...(now === 'disabled' && { endsAt: ago(expiredDays + 4) }),
    })
  })

async function endProvisioning(db: PartnerDb, id: Id<'subscription'>, isFailed: boolean, at: Date) {
  const asked = await findNextOfSubject(db, id)
  if (!asked) return
  const outcome = isFailed
    ? { state: 'failed' as const, refusal: 'no_capacity' }
    : { state: 'success' as const, externalId: id }
  await saveProvisioning(db, asked.id, { ...outcome, attempts: 1, fault: null, nextAt: null }, at)
}

/** Licences for some of the customer's users. */
async function licence(
  { database }: Actors,
  { partnerId, customerId }: Given,
  subscriptionId: Id<'subscription'>,
): Promise<void> {
  const partner = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const users = await asTenant(database, partner, async (db) => {
    const { users } = await listLicensedUsers(db, customerId, { subscriptionId, limit: 18 })
    const rows = users.map(({ id: userId }) => ({ subscriptionId, customerId, userId }))
    await insertLicences(db, rows, ago(34))
    return users
  })
  const customer = { organisationId: customerId, audience: 'customer', personId: null } as const
  await asTenant(database, customer, async (db) => {
    for (const { id: userId } of users) await saveLicence(db, { subscriptionId, userId }, 'assigned', ago(34))
  })
}
