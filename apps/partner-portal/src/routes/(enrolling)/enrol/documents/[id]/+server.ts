import { refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error } from '@sveltejs/kit'
import { z } from 'zod'
import type { RequestHandler } from './$types'

/** Downloads one of the company's own documents. It is never shown, because its content must not run on this site. */
export const GET: RequestHandler = async (event) => {
  requireSession(event)
  const id = z.uuid().safeParse(event.params.id)
  if (!id.success) error(404, 'Not Found')
  try {
    const { fileName, mediaType, content } = await event.locals.api.enrolment.document.query({
      id: id.data as never,
    })
    return new Response(Buffer.from(content, 'base64'), {
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll("'", '%27')}`,
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'no-store',
      },
    })
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') error(404, 'Not Found')
    throw cause
  }
}
