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
  const page = Buffer.from(held.html)
  const at = page.indexOf(placeholder)
  if (at === -1) throw new Error(`The page has no ${placeholder}.`)
  return Buffer.concat([
    page.subarray(0, at),
    Buffer.from(held.attributes),
    page.subarray(at + placeholder.length),
    Buffer.from(text.slice(mark.length)),
  ])
}
