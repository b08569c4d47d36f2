import { idOf } from '@entente/domain/core/id'
import { textOf } from '@entente/site/list-href'
import { recordId } from '#lib/customer/subscriptions.server.ts'
import { orNotFound } from '#lib/partner/partnerships.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url
  const search = textOf(searchParams, 'search')
  const cursor = textOf(searchParams, 'cursor', 1000)
  const addOnTo = idOf<'subscription'>().safeParse(searchParams.get('base')).data
  const catalogue = await event.locals.api.subscriptions.catalogue
    .query({ id: recordId(event), search, cursor, addOnTo })
    .catch((cause: unknown) => orNotFound(event, cause))
  return {
    catalogue,
    search: search ?? '',
    cursor,
    base: addOnTo ?? '',
    services: event.locals.cloud.services,
  }
}
