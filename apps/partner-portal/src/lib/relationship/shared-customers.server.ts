import { idOf } from '@entente/domain/core/id'
import { pageSizes } from '@entente/domain/core/page-sizes'
import { may } from '@entente/domain/core/permission'
import { mayAuthorLinks } from '@entente/domain/relationship/relationship-link'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { RequestEvent } from '@sveltejs/kit'
import { defaults, type SharedState } from './shared-customers.ts'

/** The customers shared with the other side of a partnership, and whether this partner may invite new ones with it. */
export async function loadShared(event: RequestEvent & { params: { id: string } }) {
  const { locals, params, url } = event
  const { roles, organisation } = requireSession(event)
  const id = idOf<'partnership'>().safeParse(params.id)
  if (!id.success) notFound(locals.t)
  const state = readState(url.searchParams)
  const { search, ...wish } = state
  const list = await readList(url, 'customers', (place) =>
    locals.api.customers.listShared.query({
      ...{ partnership: id.data, ...wish, ...place },
      search: search || undefined,
    }),
  )
  const isAuthor = organisation?.partnerKind
    ? mayAuthorLinks(locals.cloud, organisation.partnerKind, true).ok
    : false
  return {
    ...{ state, list, services: locals.cloud.services },
    mayInvite: isAuthor && may('partner', roles, 'relationship_request.prepare'),
  }
}

/** Reads the state from the URL; invalid values are ignored. */
function readState(parameters: URLSearchParams): SharedState {
  const size = Number(parameters.get('limit'))
  return {
    search: (parameters.get('search') ?? '').trim().slice(0, 200),
    limit: pageSizes.find((known) => known === size) ?? defaults.limit,
    cursor: parameters.get('cursor')?.slice(0, 1000) || undefined,
    before: parameters.get('before')?.slice(0, 1000) || undefined,
  }
}
