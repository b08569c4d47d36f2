import { may } from '@entente/domain/core/permission'
import { tagMatchingInput } from '@entente/domain/relationship/customer-list'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { filtersOf } from '#lib/relationship/customer-filters.ts'
import { readListState } from '#lib/relationship/customer-list-query.server.ts'
import { viewOf } from '#lib/relationship/customer-list-query.ts'
import { tagsIn } from '#lib/relationship/tags-in.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the address says about whom the change reaches. */
function readWish({ url, locals: { timeZone } }: Pick<Parameters<PageServerLoad>[0], 'url' | 'locals'>) {
  const state = readListState(url.searchParams)
  const { service, missing, country, origin, tag, requests, since, lost } = state
  const filters = { service, missing, country, origin, tag, requests, since, lost }
  return { state, wish: { ...filters, search: state.search || undefined, timeZone } }
}

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { api, cloud, t } = event.locals
  if (!may('partner', roles, 'customers.label')) notFound(t)
  const { state, wish } = readWish(event)
  const [list, summary] = await Promise.all([
    api.customers.list.query({ ...wish, limit: 1 }),
    api.customers.summary.query(),
  ])
  const inForce = filtersOf(t, state, { ...summary, services: cloud.services })
    .filter(({ value }) => value !== undefined)
    .map(({ label, options, value }) => ({
      term: t(label),
      text: options.find((option) => option.value === value)?.label ?? value,
    }))
  return {
    back: `/customers?${viewOf(state)}`,
    count: list.matches ?? summary.total,
    tags: summary.tags,
    filters: state.search ? [{ term: t('common.search'), text: state.search }, ...inForce] : inForce,
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: (event) => {
    const { state, wish } = readWish(event)
    const view = viewOf(state)
    return formAction(event, {
      schema: (values) => {
        const [add, remove] = [tagsIn(values.add), tagsIn(values.remove)]
        if (add.length + remove.length === 0)
          return { success: false, fields: { add: [event.locals.t('portal.tags.nothing')] } }
        return tagMatchingInput.safeParse({ ...wish, add, remove })
      },
      send: (input) => event.locals.api.customerLabels.tagMatching.mutate(input),
      next: ({ changed }) => `/customers?${view ? `${view}&` : ''}tagged=${changed}`,
      fields: { too_many_tags: 'add' },
    })
  },
}
