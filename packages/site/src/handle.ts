import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import { chooseLocale } from '@entente/i18n/negotiate'
import { translatorFor } from '@entente/i18n/server'
import { error, type RequestEvent } from '@sveltejs/kit'
import type { Handle } from '@sveltejs/kit/hooks'
import { isActivity, opensPage } from './activity.ts'
import { createApi } from './api.ts'
import { readChoice, readTheme, showAgain, takeChoice } from './choices.ts'
import { compress, type HeldPage, holdPage } from './compress.ts'
import { keptFormPage } from './kept-form-page.ts'
import { forgetSession, type KnownSession, keepSession, knownSession } from './known-sessions.ts'
import { headersOfLastResort } from './last-resort.ts'
import { formBytesMax, limitBody } from './limit-body.ts'
import type { SiteLocals } from './locals.ts'
import { logFault } from './log.ts'
import { readPostedForm } from './posted-form.ts'
import { inRequestSpan } from './request-span.ts'
import { requireOwnPassword, requireSession } from './session.ts'
import { dropSessionToken, readDeviceToken, readSessionToken } from './session-cookie.ts'
import { readCloudAtStart, siteCloud, siteSettings } from './settings.ts'
import { sharedPages } from './shared-page.ts'
import { timeZoneFor } from './time-zone.ts'

type Site = {
  audience: Audience
  /** Prefixes of paths that contain a token, such as `/invitation/`. They are never sent as a referrer. */
  linkPaths: readonly string[]
  /** Paths where people who are signed in upload files, of the size that the site's server allows. */
  uploadPaths?: readonly string[]
  /** Routes whose pages visitors without a cookie share for a second. They must show nothing else about a visitor than the language. */
  sharedRoutes?: readonly string[]
}

/** Every page and endpoint in this route group needs a session. */
const signedInRoutes = '/(signed-in)/'

/** The handle hook of a site: finds the session, the language and the API client, and adds the security headers. */
export function createHandle(site: Site): Handle {
  readCloudAtStart()
  const shared = sharedPages(site.sharedRoutes ?? [])
  const answer = async ({ event, resolve }: HandleInput, assumed?: Assumed) => {
    const cloud = siteCloud()
    const choice = takeChoice(event)
    if (!(await fillLocals(event, site.audience, cloud, assumed))) return unavailable(event, site)
    if (choice) await showAgain(event, choice)
    requireOwnPassword(event)
    // Checked here and not in a layout, whose load does not run again for every page below it.
    if (event.route.id?.startsWith(signedInRoutes)) requireSession(event)
    const { locale, theme } = event.locals
    return shared(event, async () => {
      const held: HeldPage = { attributes: htmlAttributes(locale, theme, cloud.accent) }
      const response = await resolve(event, {
        // Preloads the Latin font, so that nothing moves when it arrives (U18).
        preload: ({ type, path }) => type !== 'font' || /\/inter-latin\.[^/]+$/.test(path),
        transformPageChunk: ({ html }) => holdPage(held, html),
      })
      return finish(response, event, site, held)
    })
  }
  const respond: Handle = async (input) => {
    const { event } = input
    refuseForeignPosts(event)
    limitForm(event, site)
    const token = readSessionToken(event.cookies, placeFor(event, site.audience))
    const known = token && mayAssume(event) ? knownSession(token) : undefined
    if (token && known) {
      const assumed = { ...known, isConfirmed: undefined }
      // SvelteKit lets nobody set a cookie on an event that it made a response for: the copy is the one that it takes for that.
      const copy = { ...event, cookies: { ...event.cookies } }
      const response = await answer({ ...input, event: copy }, assumed)
      if (await isConfirmed(event, assumed)) return response
      await response.body?.cancel()
    }
    // What a form changes, the next page asks for.
    if (token && (known || event.request.method !== 'GET')) forgetSession(token)
    return answer(input)
  }
  return (input) => inRequestSpan(input.event, async () => respond(input))
}

type HandleInput = Parameters<Handle>[0]

/** A session as it was a moment ago, and whether the API said since that it is still the same. */
type Assumed = KnownSession & { isConfirmed: boolean | undefined }

/**
 * Whether the page may be made for the session as it was a moment ago, which saves a request to the API: it decides on every
 * call by the session as it is, and with its answer tells the mark of that.
 */
const mayAssume = ({ request, route }: RequestEvent): boolean =>
  request.method === 'GET' && route.id?.startsWith(signedInRoutes) === true

/** Whether the page was made for the session as it is: nothing of it leaves before that is known. */
async function isConfirmed({ locals }: RequestEvent, assumed: Assumed): Promise<boolean> {
  // A page that asked the API for nothing.
  if (assumed.isConfirmed === undefined) await locals.api.session.current.query().catch(() => {})
  return assumed.isConfirmed === true
}

/** Adds the headers that every response has, and compresses pages. */
function finish(
  response: Response,
  event: RequestEvent,
  { linkPaths }: Site,
  held?: HeldPage,
): Promise<Response> {
  for (const [name, value] of securityHeaders(event, linkPaths)) response.headers.set(name, value)
  if (!response.headers.has('content-security-policy')) {
    response.headers.set('content-security-policy', headersOfLastResort['content-security-policy'])
  }
  if (response.status === 503) response.headers.set('retry-after', '1')
  return compress(response, event.request, held)
}

/** The response without the API: we cannot know who this is, and must not treat them as signed out. */
function unavailable(event: RequestEvent, site: Site): Promise<Response> {
  const { posted, requestId, t } = event.locals
  const isForScript = event.request.headers.get('accept')?.includes('application/json')
  if (!posted || isForScript) error(503, 'Unavailable', { requestId })
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  return finish(new Response(keptFormPage(t, posted, requestId), { status: 503, headers }), event, site)
}

/** Fills the locals; false if the API does not respond, so that we do not know who this is. */
async function fillLocals(
  event: RequestEvent,
  audience: Audience,
  cloud: Cloud,
  assumed: Assumed | undefined,
): Promise<boolean> {
  const place = placeFor(event, audience)
  const token = readSessionToken(event.cookies, place)
  const requestId = crypto.randomUUID()
  const localeFor = (own: string | null | undefined) =>
    chooseLocale({
      chosen: readChoice(event.cookies, 'language') ?? own,
      acceptLanguage: event.request.headers.get('accept-language'),
      cloudDefault: cloud.defaultLocale,
      allowed: cloud.locales,
    })
  const clientAddress = event.getClientAddress()
  const device = event.request.headers.get('user-agent')
  const knownDevice = readDeviceToken(event.cookies, place)
  const isBackground = !isActivity(event)
  const { API_URL: url, SITE_SECRET: secret } = siteSettings()
  let told: string | undefined
  const onMark = (mark: string | undefined) => {
    told = mark
    if (assumed) assumed.isConfirmed = assumed.isConfirmed !== false && mark === assumed.mark
  }
  const caller = { token, clientAddress, requestId, device, knownDevice, isBackground, onMark }
  const apiFor = (locale: SiteLocals['locale']) => createApi({ url, secret }, { ...caller, locale })

  const posted = await readPostedForm(event)
  const browserLocale = localeFor(null)
  Object.assign(event.locals, { posted, requestId, t: translatorFor(browserLocale) })

  const known = assumed
    ? { found: assumed.session, waiting: null }
    : token
      ? await findSession(apiFor(browserLocale), requestId)
      : { found: null, waiting: null }
  if (!known) return false
  const { found, waiting } = known
  // A token of another audience, put here by hand, is not a session on this site.
  const session = found?.audience === audience ? found : null
  if (token && session && told && mayAssume(event)) keepSession(token, { session, mark: told })
  // Keeping the cookie of an ended session would cost an API call with every request. Only a page that the person opens
  // drops it: the answer to a request in the background may arrive after the token that replaced this one.
  if (token && !session && !waiting && opensPage(event.request)) dropSessionToken(event.cookies, place)
  const locale = localeFor(session?.locale)
  const t = translatorFor(locale)
  const theme = readTheme(event.cookies)
  const timeZone = timeZoneFor(session?.timeZone, event.cookies, cloud)
  Object.assign(event.locals, {
    api: apiFor(locale),
    audience,
    cloud,
    locale,
    session,
    waiting,
    t,
    theme,
    timeZone,
  })
  return true
}

const placeFor = ({ url }: RequestEvent, audience: Audience) => ({
  cloud: siteCloud().id,
  ...{ audience, isSecure: url.protocol === 'https:' },
})

/** The session of the client's token, or its sign-in in progress; undefined if the API does not respond. */
async function findSession(
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
 * Refuses posts from another origin. SvelteKit compares the origin of form posts only; this does it for every content
 * type. A post without an Origin header is refused as well, because every browser sends one.
 */
function refuseForeignPosts({ request, url }: RequestEvent): void {
  const isReading = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'
  if (!isReading && request.headers.get('origin') !== url.origin) error(403, 'Forbidden')
}

/** Limits what a form may contain; nothing has read it yet. */
function limitForm(event: RequestEvent, { uploadPaths = [] }: Site): void {
  const isFile = /^multipart\//i.test(event.request.headers.get('content-type') ?? '')
  const isUpload = isFile && uploadPaths.includes(event.url.pathname)
  // The server's own limit is in front of this one. The session is known by the time an upload is read.
  const bytesMax = () => (isUpload && event.locals.session ? Infinity : formBytesMax)
  Object.assign(event, { request: limitBody(event.request, bytesMax) })
}

const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

function htmlAttributes(locale: string, theme: string, accent: Cloud['accent']): string {
  const style = `--accent-light: ${accent.light}; --accent-dark: ${accent.dark}`
  return `lang="${escapeAttribute(locale)}" data-theme="${escapeAttribute(theme)}" style="${escapeAttribute(style)}"`
}

function securityHeaders(event: RequestEvent, linkPaths: readonly string[]): [string, string][] {
  const isLink = linkPaths.some((path) => event.url.pathname.startsWith(path))
  // No request names a path with a token, ours neither. With no-referrer alone, browsers would not name the origin of our
  // own forms either, without which they are refused; only one that does not know strict-origin keeps to it.
  const headers: [string, string][] = [
    ['referrer-policy', isLink ? 'no-referrer, strict-origin' : 'same-origin'],
    ['x-content-type-options', headersOfLastResort['x-content-type-options']],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
    ['x-request-id', event.locals.requestId],
  ]
  if (event.url.protocol === 'https:') {
    headers.push(['strict-transport-security', 'max-age=63072000; includeSubDomains'])
  }
  // Every page is personal: language, theme and often data depend on cookies, or it shows what somebody typed.
  const { posted, session, waiting } = event.locals
  headers.push(['cache-control', posted || session || waiting || isLink ? 'no-store' : 'private, no-cache'])
  return headers
}
