import { cloudOf } from '@entente/clouds/clouds'
import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import { chooseLocale } from '@entente/i18n/negotiate'
import { translatorFor } from '@entente/i18n/server'
import { error, type RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { createApi } from './api.ts'
import { readChoice, readTheme } from './choices.ts'
import { compressed } from './compress.ts'
import { keptFormPage } from './kept-form-page.ts'
import { headersOfLastResort } from './last-resort.ts'
import type { SiteLocals } from './locals.ts'
import { logFault } from './log.ts'
import { readPostedForm } from './posted-form.ts'
import { inRequestSpan } from './request-span.ts'
import { requireOwnPassword, requireSession } from './session.ts'
import { dropSessionToken, readSessionToken } from './session-cookie.ts'
import { siteSettings } from './settings.ts'

type Site = {
  audience: Audience
  /** Beginnings of paths that carry a token, such as `/invitation/`. They never leave as a referrer. */
  linkPaths: readonly string[]
}

/** Every page and endpoint in this route group needs a session. */
const signedInRoutes = '/(signed-in)/'

/** The handle hook of a site: who is there, in which language, with which API client; and the security headers. */
export function createHandle(site: Site): Handle {
  const answer: Handle = async ({ event, resolve }) => {
    const cloud = cloudOf(siteSettings().CLOUD)
    refuseForeignPosts(event)
    if (!(await fillLocals(event, site.audience, cloud))) return unavailable(event, site)
    requireOwnPassword(event)
    // Asked here and not in a layout: a layout's load does not run again for every page inside it.
    if (event.route.id?.startsWith(signedInRoutes)) requireSession(event)
    const { locale, theme } = event.locals
    const response = await resolve(event, {
      // With the page's own letters there from the start, nothing moves when they come (U18).
      preload: ({ type, path }) => type !== 'font' || /\/inter-latin\.[^/]+$/.test(path),
      transformPageChunk: ({ html }) =>
        html.replace('%entente.html%', htmlAttributes(locale, theme, cloud.accent)),
    })
    return finished(response, event, site)
  }
  return (input) => inRequestSpan(input.event, async () => answer(input))
}

/** The answer with what every answer carries. */
function finished(response: Response, event: RequestEvent, { linkPaths }: Site): Promise<Response> {
  for (const [name, value] of securityHeaders(event, linkPaths)) response.headers.set(name, value)
  if (!response.headers.has('content-security-policy')) {
    response.headers.set('content-security-policy', headersOfLastResort['content-security-policy'])
  }
  if (response.status === 503) response.headers.set('retry-after', '1')
  return compressed(response, event.request)
}

/** Without the API nobody knows who this is; to go on as if nobody were signed in would be wrong. */
function unavailable(event: RequestEvent, site: Site): Promise<Response> {
  const { posted, requestId, t } = event.locals
  const isForScript = event.request.headers.get('accept')?.includes('application/json')
  if (!posted || isForScript) error(503, 'Unavailable', { requestId })
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  return finished(new Response(keptFormPage(t, posted, requestId), { status: 503, headers }), event, site)
}

/** Whether the locals are complete: without the API it is not known who this is. */
async function fillLocals(event: RequestEvent, audience: Audience, cloud: Cloud): Promise<boolean> {
  const place = { cloud: cloud.id, audience, isSecure: event.url.protocol === 'https:' }
  const token = readSessionToken(event.cookies, place)
  const requestId = crypto.randomUUID()
  const localeWhere = (own: string | null | undefined) =>
    chooseLocale({
      chosen: readChoice(event.cookies, 'language') ?? own,
      acceptLanguage: event.request.headers.get('accept-language'),
      cloudDefault: cloud.defaultLocale,
      allowed: cloud.locales,
    })
  const clientAddress = event.getClientAddress()
  const device = event.request.headers.get('user-agent')
  const apiIn = (locale: SiteLocals['locale']) =>
    createApi(siteSettings().API_URL, { token, clientAddress, requestId, locale, device })

  const posted = await readPostedForm(event)
  const browserLocale = localeWhere(null)
  Object.assign(event.locals, { posted, requestId, t: translatorFor(browserLocale) })

  const known = token ? await visitor(apiIn(browserLocale), requestId) : { found: null, waiting: null }
  if (!known) return false
  const { found, waiting } = known
  // Another audience's token, put here by hand, is nobody's session on this site.
  const session = found?.audience === audience ? found : null
  // A cookie whose session is over is only a question to the API with every request.
  if (token && !session && !waiting) dropSessionToken(event.cookies, place)
  const locale = localeWhere(session?.locale)
  const t = translatorFor(locale)
  const theme = readTheme(event.cookies)
  Object.assign(event.locals, { api: apiIn(locale), audience, cloud, locale, session, waiting, t, theme })
  return true
}

/** Whose token this is: somebody's who is signed in, or whose sign-in waits for a second step; undefined without the API. */
async function visitor(
  { session }: SiteLocals['api'],
  requestId: string,
): Promise<{ found: SiteLocals['session']; waiting: SiteLocals['waiting'] } | undefined> {
  try {
    const found = await session.current.query()
    return { found, waiting: found ? null : await session.waiting.query() }
  } catch (cause) {
    logFault('The API did not say who is signed in', { requestId }, cause)
    return undefined
  }
}

/**
 * SvelteKit compares the origin of form posts only; this does it for every kind of body. Without an Origin header
 * a post is refused as well: every browser sends one.
 */
function refuseForeignPosts({ request, url }: RequestEvent): void {
  const isReading = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'
  if (!isReading && request.headers.get('origin') !== url.origin) error(403, 'Forbidden')
}

const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

function htmlAttributes(locale: string, theme: string, accent: Cloud['accent']): string {
  const style = `--accent-light: ${accent.light}; --accent-dark: ${accent.dark}`
  return `lang="${escapeAttribute(locale)}" data-theme="${escapeAttribute(theme)}" style="${escapeAttribute(style)}"`
}

function securityHeaders(event: RequestEvent, linkPaths: readonly string[]): [string, string][] {
  const isLink = linkPaths.some((path) => event.url.pathname.startsWith(path))
  const headers: [string, string][] = [
    ['referrer-policy', isLink ? 'no-referrer' : 'same-origin'],
    ['x-content-type-options', headersOfLastResort['x-content-type-options']],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['x-request-id', event.locals.requestId],
  ]
  if (event.url.protocol === 'https:') {
    headers.push(['strict-transport-security', 'max-age=63072000; includeSubDomains'])
  }
  // Every page is somebody's: its words, its theme and often its data depend on cookies, or it shows what was typed.
  const { posted, session, waiting } = event.locals
  headers.push(['cache-control', posted || session || waiting || isLink ? 'no-store' : 'private, no-cache'])
  return headers
}
