import { businessIdInput } from '@entente/domain/partner/business-profile'
import { pictureResponse } from '@entente/site/picture'
import { notFound, refusalOf } from '@entente/site/refusal'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals: { api, t }, params }) => {
  const input = businessIdInput.safeParse(params)
  if (!input.success) notFound(t)
  const logo = await api.businessProfiles.logo.query(input.data).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') return notFound(t)
    throw cause
  })
  return pictureResponse(logo)
}
