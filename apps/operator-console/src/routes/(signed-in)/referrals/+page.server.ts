import { referralListInput } from '@entente/domain/customer/referral'
import { filtersIn } from '@entente/site/list-filters'
import { textOf } from '@entente/site/list-href'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, cloud, t } = event.locals
  if (!cloud.referrals.isOn) notFound(t)
  const { filters } = filtersIn(
    referralListInput.shape,
    ['status', 'source', 'search'],
    event.url.searchParams,
  )
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  return { filters, cursor, list: await api.operatorReferrals.list.query({ ...filters, cursor }) }
}
