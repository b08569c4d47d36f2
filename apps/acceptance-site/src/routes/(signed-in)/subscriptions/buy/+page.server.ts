import { idOf } from '@entente/domain/core/id'
import { textOf } from '@entente/site/list-href'
import { openPurchase } from '#lib/customer/purchase.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { seller, orNotFound } = await openPurchase(event)
  const { searchParams } = event.url
  const search = textOf(searchParams, 'search')
  const cursor = textOf(searchParams, 'cursor', 1000)
  const parentId = idOf<'subscription'>().safeParse(searchParams.get('base')).data ?? null
  const catalogue = await event.locals.api.ownSubscriptions.catalogue
    .query({ partnerId: seller.partnerId, search, cursor, parentId })
    .catch(orNotFound)
  const { services } = event.locals.cloud
  return { seller, catalogue, services, cursor, search: search ?? '', base: parentId ?? '' }
}
