import { requireSession } from '@entente/site/session'
import { readListState } from '#lib/relationship/customer-list-query.ts'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { depends, locals, url } = event
  const { api, cloud } = locals
  requireSession(event)
  depends('list:customers')
  const state = readListState(url.searchParams)
  const { search, sort, direction, cursor } = state
  // Read the counter first: the next poll then notices a change between the two reads.
  const { counter } = await api.customers.counter.query()
  const [list, record] = await Promise.all([
    api.customers.list.query({ search: search || undefined, sort, direction, cursor }),
    state.open ? findRecord(api, state.open) : null,
  ])
  return {
    state,
    counter,
    list,
    record,
    isNoted: url.searchParams.has('noted'),
    services: cloud.services,
    agreement: cloud.agreements.partner.name,
  }
}
