import { gzipSync } from 'node:zlib'

/**
 * Compresses a page if the browser accepts gzip. Assets are already compressed by the build. No page contains a secret
 * next to text that its visitor entered (forms are protected by their origin, not by a token), so the length of a
 * response reveals nothing.
 */
export async function compress(response: Response, request: Request): Promise<Response> {
  const isPage = response.headers.get('content-type')?.startsWith('text/html')
  if (!isPage || !response.body || response.headers.has('content-encoding')) return response
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(response.body, { status: response.status, headers })
  }
  // In one step at the fastest level: a page is small, and streams would cost four times as much as the compression.
  const body = gzipSync(await response.arrayBuffer(), { level: 1 })
  headers.set('content-encoding', 'gzip')
  headers.set('content-length', String(body.length))
  headers.delete('etag')
  return new Response(body, { status: response.status, headers })
}
