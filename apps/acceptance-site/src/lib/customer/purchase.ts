import { listHref } from '@entente/site/list-href'

/** From whom a customer buys: in two tiers the provider, and the reseller through which it does. */
export type Seller = { partnerId: string; resellerId: string | null }

/** The page that buys from a seller; `base` is the subscription to add to, and `offer` what is bought. */
export const buyHref = (
  { partnerId, resellerId }: Seller,
  { offer, ...place }: { offer?: string; base?: string; search?: string; cursor?: string } = {},
): string =>
  listHref(offer ? `/subscriptions/buy/${offer}` : '/subscriptions/buy', {
    ...{ seller: partnerId, reseller: resellerId ?? '', ...place },
  })
