import { may, rolesFor } from '@entente/domain/core/permission'
import { roleNames } from '@entente/i18n/refusal'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locals, url } = event
  const { roles } = requireSession(event)
  if (!may('partner', roles, 'admin_grants.view')) notFound(locals.t)
  const search = (url.searchParams.get('search') ?? '').trim().slice(0, 200)
  const cursor = url.searchParams.get('cursor')?.slice(0, 1000) || undefined
  const list = await readList(url, 'customers', (place) =>
    locals.api.ownPrivileges.list.query({ search: search || undefined, cursor, ...place }),
  )
  return {
    ...{ list, search, cursor, services: locals.cloud.services },
    /** The roles that may give privileges up, for a person who may not. */
    askedRoles: may('partner', roles, 'admin_grants.give_up')
      ? null
      : roleNames(locals.t, rolesFor('admin_grants.give_up')),
  }
}
