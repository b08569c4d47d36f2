import { referralListInput } from '@entente/domain/customer/referral'
import { filtersIn } from '@entente/site/list-filters'
import { textOf } from '@entente/site/list-href'
import { sideOf } from '#lib/customer/referrals.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { side, isProvider } = sideOf(event)
  const { searchParams } = event.url
  const { filters } = filtersIn(referralListInput.shape, ['status', 'source', 'search'], searchParams)
  const cursor = textOf(searchParams, 'cursor', 1000)
  const list = await event.locals.api.referrals.list.query({ ...filters, cursor, side })
  return { side, isProvider, filters, cursor, list }
}
