import { idOf } from '@entente/domain/core/id'
import { attachedFile } from '@entente/site/attached-file'
import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const document = idOf<'service_request_document'>().safeParse(event.params.document)
  if (!document.success) error(404, 'Not Found')
  try {
    return attachedFile(await event.locals.api.serviceRequests.document.query({ document: document.data }))
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') error(404, 'Not Found')
    throw cause
  }
}
