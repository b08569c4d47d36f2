import { gzipSync } from 'node:zlib'

/**
 * Compresses a page for a visitor who takes gzip. Only pages: assets are compressed when they are built. No page holds
 * a secret beside what its visitor typed (posts are told apart by their origin, not by a token), so the length of an
 * answer gives nothing away.
 */
export async function compressed(response: Response, request: Request): Promise<Response> {
  const isPage = response.headers.get('content-type')?.startsWith('text/html')
  if (!isPage || !response.body || response.headers.has('content-encoding')) return response
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(response.body, { status: response.status, headers })
  }
  // In one go, at the quickest level: a page is small, and streams around it cost four times what compressing does.
  const body = gzipSync(await response.arrayBuffer(), { level: 1 })
  headers.set('content-encoding', 'gzip')
  headers.set('content-length', String(body.length))
  headers.delete('etag')
  return new Response(body, { status: response.status, headers })
}
