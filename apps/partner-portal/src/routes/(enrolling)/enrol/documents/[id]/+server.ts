import { attachedFile } from '@entente/site/attached-file'
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
    return attachedFile(await event.locals.api.enrolment.document.query({ id: id.data as never }))
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') error(404, 'Not Found')
    throw cause
  }
}
