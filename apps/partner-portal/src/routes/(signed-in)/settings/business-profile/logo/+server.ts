import { pictureResponse } from '@entente/site/picture'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const logo = await api.businessProfiles.ownLogo.query().catch((cause: unknown) => {
    if (refusalOf(cause)) return notFound(t)
    throw cause
  })
  return pictureResponse(logo)
}
