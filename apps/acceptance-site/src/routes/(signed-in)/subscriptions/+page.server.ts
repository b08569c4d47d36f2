import { may } from '@entente/domain/core/permission'
import { subscriptionStates } from '@entente/domain/customer/subscription'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api } = event.locals
  const { searchParams } = event.url
  const search = textOf(searchParams, 'search')
  const state = subscriptionStates.find((known) => known === searchParams.get('state'))
  const cursor = textOf(searchParams, 'cursor', 1000)
  const list = await readList(event.url, 'subscriptions', (place) =>
    api.ownSubscriptions.list.query({ search, state, cursor, ...place }),
  )
  return {
    ...{ list, cursor, search: search ?? '', state: state ?? '' },
    selling: await api.ownSubscriptions.sellers.query(),
    mayBuy: may('customer', roles, 'own_subscriptions.buy'),
    isBought: searchParams.has('bought'),
  }
}
