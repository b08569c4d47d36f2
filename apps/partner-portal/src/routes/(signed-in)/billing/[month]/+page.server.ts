import { statementListInput } from '@entente/domain/customer/billing'
import { textOf } from '@entente/site/list-href'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { locals, params, url } = event
  const wanted = statementListInput.shape.month.safeParse(params.month)
  if (!wanted.success) notFound(locals.t)
  const search = textOf(url.searchParams, 'search') ?? ''
  const cursor = textOf(url.searchParams, 'cursor', 1000)
  const month = wanted.data
  const list = await readList(url, 'statements', (place) =>
    locals.api.billing.list.query({ month, search: search || undefined, cursor, ...place }),
  )
  return { month: params.month, list, search, cursor }
}
