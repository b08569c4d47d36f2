import type { Id } from '@entente/domain/core/id'
import { once } from './applications.ts'
import { authorizing, type Customer, grantAll, type Partner, tokenOf, type World } from './index.ts'

/** A price list with three offers, an add-on and a service of another kind, in two currencies. */
export const priceList = [
  'offer_id,name,service,add_on_of,min_seats,max_seats,self_service,term,currency,price',
  ...['P1M,EUR,5.60', 'P1Y,EUR,56', 'P1Y,USD,60'].map(
    (price) => `B1,Business Basic,microsoft-365,,1,300,no,${price}`,
  ),
  ...['P1M,EUR,11.70', 'P1Y,EUR,117'].map((price) => `S1,Business Standard,microsoft-365,,1,300,no,${price}`),
  'A1,Audio Conferencing,microsoft-365,B1,1,300,no,P1M,EUR,0',
  'R1,Virtual machine reservation,azure,,1,20,yes,P1Y,EUR,800',
].join('\n')

export const importPriceList = async (world: World, csv = priceList) => {
  const operator = await world.as(await world.operator('none', 'operator_admin'))
  return operator.offerList.import({ file: Buffer.from(csv).toString('base64'), ...once() })
}

/** The ids of the offers by their codes. */
export const offersOf = async ({ asOwner }: World): Promise<Record<string, Id<'offer'>>> =>
  Object.fromEntries(
    (await asOwner<{ id: Id<'offer'>; code: string }>('select id, code from offer')).map(({ id, code }) => [
      code,
      id,
    ]),
  )

/** The customer accepts the partner's link; the id of the relationship. */
export async function relationshipWith(
  world: World,
  partner: Partner,
  customer: Customer,
  withPrivileges = false,
) {
  const api = await world.as(customer.person)
  const { relationshipId } = await api.invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges }), withPrivileges ? grantAll : []),
  )
  return relationshipId
}

/** What the provisioner makes of the orders that wait: the worker's tests have the real one. */
export async function provisionAll({ asOwner }: World) {
  await asOwner(`update subscription s set quantity = o.quantity_after, term = o.term_after, offer_id = o.offer_after,
      version = version + 1, started_at = coalesce(started_at, now()), term_started_at = coalesce(term_started_at, now()),
      status = case o.kind when 'suspend' then 'suspended' when 'cancel' then 'canceled' else 'active' end,
      suspended_at = case o.kind when 'suspend' then now() end, canceled_at = case o.kind when 'cancel' then now() end
    from subscription_order o where o.subscription_id = s.id and o.status = 'pending'`)
  await asOwner(`update subscription_order set status = 'done', settled_at = now() where status = 'pending'`)
}
