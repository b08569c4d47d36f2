import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { readListState } from '#lib/relationship/customer-list-query.server.ts'
import { findRecord } from '#lib/relationship/customer-record.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { depends, locals, url } = event
  const { api, cloud } = locals
  requireSession(event)
  depends('list:customers')
  const state = readListState(url.searchParams)
  const { open, search, ...wish } = state
  // Read the counter first: the next poll then notices a change between the two reads.
  const { counter } = await api.customers.counter.query()
  const [list, summary, record] = await Promise.all([
    readList(url, 'customers', (place) =>
      api.customers.list.query({
        ...{ ...wish, ...place },
        search: search || undefined,
        timeZone: locals.timeZone,
      }),
    ),
    api.customers.summary.query(),
    open ? findRecord(api, open) : null,
  ])
  return {
    state,
    counter,
    list,
    summary,
    record,
    isNoted: url.searchParams.has('noted'),
    services: cloud.services,
    agreement: cloud.agreements.partner.name,
  }
}
