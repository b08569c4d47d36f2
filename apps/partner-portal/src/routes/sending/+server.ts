import { idOf } from '@entente/domain/core/id'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import type { RequestHandler } from './$types'

const ids = z.array(idOf<'recipient'>()).min(1).max(200)

/** How far the mails are that the person has just sent, wherever they went on to. */
export const GET: RequestHandler = async ({ locals: { api, session, t }, url }) => {
  if (!session) error(401, t('errors.not_signed_in'))
  const recipientIds = ids.safeParse(url.searchParams.getAll('recipient'))
  if (!recipientIds.success) error(404, t('errors.not_found'))
  return Response.json(await api.relationshipRequest.progress.query({ recipientIds: recipientIds.data }))
}
