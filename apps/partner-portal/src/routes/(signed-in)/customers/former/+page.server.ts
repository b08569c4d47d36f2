import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locals, url } = event
  requireSession(event)
  const search = (url.searchParams.get('search') ?? '').trim().slice(0, 200)
  const cursor = url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const list = await readList(url, 'customers', (place) =>
    locals.api.formerCustomers.list.query({ search: search || undefined, cursor, ...place }),
  )
  return { list, search, cursor, services: locals.cloud.services }
}
