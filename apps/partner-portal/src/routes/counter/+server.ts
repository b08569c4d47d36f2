import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The change counter of one list, which an open page polls. */
export const GET: RequestHandler = async ({ locals: { api, session, t }, url }) => {
  if (!session) error(401, t('errors.not_signed_in'))
  switch (url.searchParams.get('list')) {
    case 'customers':
      return Response.json(await api.customers.counter.query())
    case 'requests':
      return Response.json(await api.relationshipRequest.counter.query())
    default:
      error(404, t('errors.not_found'))
  }
}
