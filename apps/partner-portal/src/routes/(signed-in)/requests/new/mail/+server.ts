import { idOf } from '@entente/domain/core/id'
import { locale } from '@entente/domain/core/locale'
import { wantedDraft } from '@entente/domain/relationship/relationship-request'
import { refusalOf } from '@entente/site/refusal'
import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The mail of a draft, byte for byte as its recipients get it, for the frame of the preview. It runs no script. */
export const GET: RequestHandler = async ({ locals: { api, t }, url: { searchParams } }) => {
  const id = idOf<'request_draft'>().safeParse(searchParams.get('draft'))
  const language = locale.safeParse(searchParams.get('language')).data
  const customer = wantedDraft.shape.customer.catch(undefined).parse(searchParams.get('customer'))
  const jointWith = wantedDraft.shape.jointWith.catch(undefined).parse(searchParams.get('with'))
  const to = wantedDraft.shape.to.catch(undefined).parse(searchParams.get('to'))
  const withPrivileges = searchParams.has('privileges') ? searchParams.get('privileges') === 'yes' : undefined
  try {
    const mail = await api.requestDraft.preview.query(
      id.success ? { id: id.data } : { language, withPrivileges, customer, jointWith, to },
    )
    const isText = searchParams.get('format') === 'text'
    return new Response(isText ? mail.text : mail.html, {
      headers: {
        'content-type': `text/${isText ? 'plain' : 'html'}; charset=utf-8`,
        'content-security-policy':
          "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
      },
    })
  } catch (cause) {
    if (refusalOf(cause)) error(404, t('errors.not_found'))
    throw cause
  }
}
