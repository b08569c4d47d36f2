import { textOf } from '@entente/site/list-href'
import { inArea } from '#lib/customer/area.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, parent, url }) => {
  const cursor = textOf(url.searchParams, 'cursor', 1000)
  const list = await inArea({ parent }, 'billing.view', ({ id }) =>
    api.billing.atCustomer.query({ id, cursor }),
  )
  return { list, cursor }
}
