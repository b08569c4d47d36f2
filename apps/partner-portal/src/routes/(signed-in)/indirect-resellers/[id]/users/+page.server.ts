import { readAccount } from '#lib/partner/partnerships.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url
  const search = (searchParams.get('search') ?? '').trim().slice(0, 200)
  const cursor = searchParams.get('cursor')?.slice(0, 1000) || undefined
  const list = await readAccount(event, (id) =>
    event.locals.api.partnerships.users.query({ id, search: search || undefined, cursor }),
  )
  return { list, search, cursor }
}
