import { constants, gzipSync, zstdCompressSync } from 'node:zlib'

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

/** In one step at the fastest level: a page is small, and streams would cost four times as much as the compression. */
const codings = {
  // Takes half the time of gzip, and makes a page a seventh smaller.
  zstd: (page: Buffer) => zstdCompressSync(page, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  gzip: (page: Buffer) => gzipSync(page, { level: 1 }),
}

/** How the browser gets its pages compressed, if it accepts one of our ways. */
export function codingFor({ headers }: Request): keyof typeof codings | undefined {
  const accepted = (headers.get('accept-encoding') ?? '').split(',').map((part) => part.trim())
  const accepts = (coding: string) =>
    accepted.some(
      (part) => part === coding || (part.startsWith(`${coding};`) && !/;\s*q=0(\.0*)?$/.test(part)),
    )
  return (['zstd', 'gzip'] as const).find(accepts)
}

/**
 * Puts the page into the response, compressed if the browser accepts it. Assets are already compressed by the build. No page
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
  const coding = codingFor(request)
  // The next page is written into the same buffer.
  if (!coding) return new Response(Buffer.from(page), { status: response.status, headers })
  const body = codings[coding](page)
  headers.set('content-encoding', coding)
  headers.set('content-length', String(body.length))
  return new Response(body, { status: response.status, headers })
}

const sharedBytes = 1 << 20
/** Each page is assembled here: allocating as much for every page takes longer than encoding it. */
const shared = Buffer.allocUnsafeSlow(sharedBytes)

/** The page's bytes, in the shared buffer if they fit. What streams behind a page follows the mark; an error page of last resort has none. */
function pageOf(text: string, { html, attributes }: HeldPage = { attributes: '' }): Buffer {
  if (html === undefined || !text.startsWith(mark)) return Buffer.from(text)
  const bytesMax = 3 * (attributes.length + html.length + text.length)
  const place = bytesMax > sharedBytes ? Buffer.allocUnsafe(bytesMax) : shared
  // The attributes take more room than what stands for them, and what is before that moves ahead for it.
  const from = 3 * attributes.length
  let end = from + place.write(html, from)
  // Searching the string would first flatten it: it is a rope of thousands of pieces.
  const at = place.subarray(from, end).indexOf(placeholder)
  if (at === -1) throw new Error(`The page has no ${placeholder}.`)
  end += place.write(text.slice(mark.length), end)
  const rest = from + at + placeholder.length
  const begin = rest - Buffer.byteLength(attributes) - at
  place.copyWithin(begin, from, from + at)
  place.write(attributes, begin + at)
  return place.subarray(begin, end)
}
