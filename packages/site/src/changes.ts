import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { error, type RequestEvent } from '@sveltejs/kit'
import { placeOf } from './session.ts'
import { readSessionToken } from './session-cookie.ts'
import { siteSettings } from './settings.ts'

// The API says something every twenty seconds.
const silentMs = 60_000

/**
 * The API's stream of changes for the visitor's session, passed on as it comes, with its status where there is none. Each
 * stream has a connection of its own, so that open pages hold none that requests wait for.
 */
export async function changesOf(event: RequestEvent): Promise<Response> {
  const token = readSessionToken(event.cookies, placeOf(event))
  if (!token) error(401, event.locals.t('errors.not_signed_in'))
  const opened = await openStream(token, event).catch(() => undefined)
  if (opened?.statusCode !== 200) {
    opened?.destroy()
    return new Response(null, { status: opened?.statusCode ?? 503 })
  }
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return new Response(bodyOf(opened), { headers })
}

function openStream(token: string, { getClientAddress, locals }: RequestEvent): Promise<IncomingMessage> {
  const { API_URL, SITE_SECRET } = siteSettings()
  const url = new URL('/changes', API_URL)
  const headers = {
    authorization: `Bearer ${token}`,
    'x-entente-site-secret': SITE_SECRET,
    'x-entente-client-address': getClientAddress(),
    'x-request-id': locals.requestId,
  }
  const { get } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false, headers, timeout: silentMs }, resolve)
    sent.on('timeout', () => sent.destroy())
    sent.on('error', reject)
  })
}

/** A stream that ends with the API's, and whose end closes the API's. */
export const bodyOf = (opened: IncomingMessage) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      opened.on('data', (chunk: Buffer) => controller.enqueue(chunk))
      opened.on('end', () => controller.close())
      opened.on('error', (cause) => controller.error(cause))
    },
    cancel() {
      // What arrived already is still handed on after this, and a stream that is left takes nothing more.
      opened.removeAllListeners('data').removeAllListeners('end').destroy()
    },
  })
