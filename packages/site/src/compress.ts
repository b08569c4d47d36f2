import { transcode } from 'node:buffer'
import { gzipSync } from 'node:zlib'

/** Stands in `app.html` for the attributes of the html element, which depend on the visitor. */
const placeholder = '%entente.html%'
/** In place of a page in the response of SvelteKit, which would look at each of its characters for an ETag and encode it. */
const mark = '<!-- page -->'

/** A page between its rendering and its response. */
export type HeldPage = { html?: string; attributes: string }

/** Keeps a rendered page out of SvelteKit's response, for `compress`. */
export function holdPage(held: HeldPage, html: string): string {
  held.html = html
  return mark
}

/**
 * Puts the page into the response, compressed if the browser accepts gzip. Assets are already compressed by the build. No page
 * contains a secret next to text that its visitor entered (forms are protected by their origin, not by a token), so the length of a
 * response reveals nothing. No page has an ETag: it is made for one visitor at one moment, and never the same again.
 */
export async function compress(response: Response, request: Request, held?: HeldPage): Promise<Response> {
  const isPage = response.headers.get('content-type')?.startsWith('text/html')
  if (!isPage || !response.body || response.headers.has('content-encoding')) return response
  const page = pageOf(await response.text(), held)
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  headers.delete('etag')
  headers.delete('content-length')
  const isCompressed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (!isCompressed) return new Response(page, { status: response.status, headers })
  // In one step at the fastest level: a page is small, and streams would cost four times as much as the compression.
  const body = gzipSync(page, { level: 1 })
  headers.set('content-encoding', 'gzip')
  headers.set('content-length', String(body.length))
  return new Response(body, { status: response.status, headers })
}

/** What streams behind a page follows the mark; an error page of last resort has none. */
function pageOf(text: string, held: HeldPage | undefined): Buffer<ArrayBuffer> {
  if (held?.html === undefined || !text.startsWith(mark)) return Buffer.from(text)
  // Thousands of pieces, which a search in the text would first put together.
  const page = encoded(held.html)
  const at = page.indexOf(placeholder)
  if (at === -1) throw new Error(`The page has no ${placeholder}.`)
  return Buffer.concat([
    page.subarray(0, at),
    Buffer.from(held.attributes),
    page.subarray(at + placeholder.length),
    Buffer.from(text.slice(mark.length)),
  ])
}

/** The UTF-8 of a text. Node encodes a long one in half the time when it is given its UTF-16. */
function encoded(text: string): Buffer {
  // Half a character, which a visitor may have entered, has no UTF-16 that can be told in UTF-8.
  return text.isWellFormed() ? transcode(Buffer.from(text, 'utf16le'), 'utf16le', 'utf8') : Buffer.from(text)
}
