import { refusalOf } from '@entente/site/refusal'
import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The partner's relationship link, for **Copy the link** in the palette. */
export const GET: RequestHandler = async ({ locals: { api, session, t } }) => {
  if (!session) error(401, t('errors.not_signed_in'))
  const draft = await api.relationshipRequest.draft.query({}).catch((cause: unknown) => {
    if (refusalOf(cause)) error(403, t('errors.not_found'))
    throw cause
  })
  return Response.json({ link: draft.link })
}
