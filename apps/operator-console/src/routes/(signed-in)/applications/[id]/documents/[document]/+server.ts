import { idOf } from '@entente/domain/core/id'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestHandler } from './$types'

/**
 * Downloads a document. A stranger uploaded it, so it is never shown as a page of this site, whatever its type, and
 * nothing in it may run or load anything if a browser shows it anyway.
 */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const { api, t } = event.locals
  const id = idOf<'enrolment_document'>().safeParse(event.params.document)
  if (!id.success) notFound(t)
  const document = await api.operatorEnrolments.document.query({ id: id.data }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
  if (document.organisationId !== event.params.id) notFound(t)
  return new Response(Buffer.from(document.content, 'base64'), {
    headers: {
      'content-type': document.mediaType,
      'content-disposition': attachment(document.fileName),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}

// RFC 6266: a plain name for old browsers, the real one in UTF-8.
const attachment = (name: string): string =>
  `attachment; filename="document"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escaped)}`
const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
