import { unusedGrantListInput } from '@entente/domain/relationship/unused-grant'
import { filtersIn } from '@entente/site/list-filters'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { searchParams } = event.url
  const { filters } = filtersIn(unusedGrantListInput.shape, ['search', 'service'], searchParams)
  const cursor = textOf(searchParams, 'cursor', 1000)
  const counted = (name: string) => Number(textOf(searchParams, name, 3)) || 0
  return {
    ...{ filters, cursor },
    done: { removed: counted('removed'), left: counted('left') },
    list: await event.locals.api.operatorUnusedGrants.list.query({ ...filters, cursor, limit: 50 }),
  }
}
