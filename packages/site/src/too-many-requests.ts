import type { IncomingMessage, ServerResponse } from 'node:http'
import { cloudOf } from '@entente/clouds/clouds'
import type { CloudId } from '@entente/domain/core/cloud'
import { chooseLocale } from '@entente/i18n/negotiate'
import { translatorFor } from '@entente/i18n/server'
import { cookieOf } from './choice-href.ts'
import { plainPage } from './plain-page.ts'

/** Answers a request of an address that sends too many, before SvelteKit and the API have any work with it. */
export function refuseRequest(
  { headers }: IncomingMessage,
  response: ServerResponse,
  cloudId: CloudId,
  waitMs: number,
): void {
  response.setHeader('retry-after', Math.max(1, Math.ceil(waitMs / 1000)))
  response.setHeader('cache-control', 'no-store')
  const status = 429
  if (!headers.accept?.includes('text/html')) {
    // In the form that SvelteKit's script expects for data and for forms; it shows the site's own error page.
    const error = { status, message: 'Too Many Requests' }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ type: 'error', status, error, message: error.message }))
    return
  }
  const { locales: allowed, defaultLocale: cloudDefault } = cloudOf(cloudId)
  const chosen = new RegExp(`(?:^|; *)${cookieOf.language}=([^;]*)`).exec(headers.cookie ?? '')?.[1]
  const acceptLanguage = headers['accept-language']
  const t = translatorFor(chooseLocale({ chosen, acceptLanguage, cloudDefault, allowed }))
  const [title, text] = [t('common.error.429.site.title'), t('common.error.429.site.text')]
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(plainPage(t, { status, title, sentences: [text] }))
}
