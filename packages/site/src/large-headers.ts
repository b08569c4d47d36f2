import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { cloudOf } from '@entente/clouds/clouds'
import { chooseLocale } from '@entente/i18n/negotiate'
import { translatorFor } from '@entente/i18n/server'
import { headersOfLastResort } from './last-resort.ts'
import { plainPage } from './plain-page.ts'
import type { SiteSettings } from './settings.ts'

/**
 * Sites under one domain see each other's cookies, and a browser sends them all: what others stored must not keep anybody
 * out of ours. Up to here a request is answered like any other.
 */
const cookieBytesMax = 64 * 1024
/** Up to here the headers are read, so that the refusal is in the visitor's language. */
export const headerBytesMax = 2 * cookieBytesMax

/** Answers a request whose cookies are too large with a page that says so; false for every other request. */
export function refuseLargeCookies(
  { headers }: IncomingMessage,
  response: ServerResponse,
  settings: SiteSettings,
): boolean {
  if ((headers.cookie?.length ?? 0) <= cookieBytesMax) return false
  response.writeHead(431, headersOfPage).end(largeCookiesPage(settings, headers['accept-language']))
  return true
}

/** Answers what Node cannot read as a request: by itself it sends no page, and browsers show an error of their own. */
export function answerUnreadable(server: Server, settings: SiteSettings): void {
  server.on('clientError', (cause: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) => {
    if (socket.writableEnded) return
    if (cause.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    socket.end(
      cause.code === 'HPE_HEADER_OVERFLOW' ? tooLarge(settings, cause.rawPacket) : plainAnswer(cause),
    )
    // A connection that closes with unread bytes is reset, and the answer is lost with it.
    setTimeout(() => socket.destroy(), readMs).unref()
  })
}

const readMs = 1000

function tooLarge(settings: SiteSettings, seen: Buffer | undefined): string {
  const page = largeCookiesPage(
    settings,
    /^accept-language:(.*)$/im.exec(seen?.toString('latin1') ?? '')?.[1],
  )
  const headers = { ...headersOfPage, 'content-length': Buffer.byteLength(page), connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 431 Request Header Fields Too Large\r\n${lines.join('')}\r\n${page}`
}

const plainAnswer = ({ code = '' }: NodeJS.ErrnoException): string =>
  `HTTP/1.1 ${statusOf[code] ?? badRequest}\r\nConnection: close\r\n\r\n`

const badRequest = '400 Bad Request'
const statusOf: Record<string, string> = {
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

const headersOfPage = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  ...headersOfLastResort,
}

function largeCookiesPage({ CLOUD, ORIGIN }: SiteSettings, acceptLanguage: string | undefined): string {
  const { defaultLocale: cloudDefault, locales: allowed } = cloudOf(CLOUD)
  const t = translatorFor(chooseLocale({ acceptLanguage, cloudDefault, allowed }))
  const { hostname } = new URL(ORIGIN)
  return plainPage(t, {
    status: 431,
    title: t('common.error.431.title'),
    sentences: [t('common.error.431.text', { host: hostname }), t('common.error.431.what')],
  })
}
