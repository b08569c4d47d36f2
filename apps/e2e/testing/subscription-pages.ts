import { pageOn, type SitePage } from './site-page.ts'
import type { Person, World } from './world.ts'

const priceList = [
  'offer_id,name,service,add_on_of,max_seats,self_service,term,currency,price',
  'B1,Business Basic,microsoft-365,,300,no,P1M,EUR,5.60',
  'B1,Business Basic,microsoft-365,,300,no,P1Y,EUR,56',
  'S1,Business Standard,microsoft-365,,300,no,P1M,EUR,11.70',
  'A1,Audio Conferencing,microsoft-365,B1,300,no,P1M,EUR,0',
  'R1,Virtual machine reservation,azure,,20,yes,P1Y,EUR,800',
].join('\n')

/** Imports a price list as an operator does. */
export async function importPriceList(world: World, operator: Person): Promise<void> {
  const file = Buffer.from(priceList).toString('base64')
  await world.api.mutate(await world.tokenFor(operator), 'offerList.import', { file })
}

/** The area **Subscriptions** of a customer's record, with one that waits for the provisioner. */
export async function subscriptionPages(world: World, operator: Person): Promise<SitePage[]> {
  await importPriceList(world, operator)
  const [{ person }, customer] = [await world.partner(), await world.customer()]
  const { token } = await world.linkOf(person)
  const { relationshipId: id } = await world.accept(customer.person, token)
  const [offer] = await world.asOwner<{ id: string }>("select id from offer where code = 'B1'", [])
  const order = { offerId: offer?.id, term: 'P1M', quantity: 5 }
  const seller = await world.tokenFor(person)
  const placed = { id, ...order, unitPrice: 560 }
  const { subscriptionId } = await world.api.mutate<{ subscriptionId: string }>(
    seller,
    'subscriptions.place',
    placed,
  )
  const [page, list] = [pageOn('partner'), `/customers/${id}/subscriptions`]
  return [
    page('subscriptions', list, person),
    page('subscriptions, no match', `${list}?search=zzz`, person),
    page('subscription', `${list}/${subscriptionId}`, person),
    page('order a subscription', `${list}/order`, person),
    page('order a subscription, review', `${list}/order/${offer?.id}?review=1&term=P1M&quantity=5`, person),
  ]
}

/** The customer's own page **Subscriptions**, and a purchase that its partner allows. */
export async function ownSubscriptionPages(world: World): Promise<SitePage[]> {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const { relationshipId: id } = await world.accept(
    customer.person,
    (await world.linkOf(partner.person)).token,
  )
  const seller = await world.tokenFor(partner.person)
  await world.api.mutate(seller, 'customerPurchases.permit', { id, isOn: true })
  const [offer] = await world.asOwner<{ id: string }>("select id from offer where code = 'R1'", [])
  const wish = { partnerId: partner.id, offerId: offer?.id, term: 'P1Y', quantity: 2 }
  await world.api.mutate(await world.tokenFor(customer.person), 'ownSubscriptions.buy', wish)
  const [page, buy] = [pageOn('customer'), '/subscriptions/buy']
  const chosen = `seller=${partner.id}&term=P1Y&quantity=2`
  return [
    page('own subscriptions', '/subscriptions', customer.person),
    page('own subscriptions, no match', '/subscriptions?search=zzz', customer.person),
    page('own subscriptions, none yet', '/subscriptions', (await world.customer()).person),
    page('buy', `${buy}?seller=${partner.id}`, customer.person),
    page('buy, review', `${buy}/${offer?.id}?review=1&${chosen}`, customer.person),
    pageOn('partner')('support contacts', `/customers/${id}/support`, partner.person),
  ]
}
