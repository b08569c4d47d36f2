/**
 * Compresses a page for a visitor who takes gzip. Only pages: assets are compressed when they are built. No page holds
 * a secret beside what its visitor typed (posts are told apart by their origin, not by a token), so the length of an
 * answer gives nothing away.
 */
export function compressed(response: Response, request: Request): Response {
  const isPage = response.headers.get('content-type')?.startsWith('text/html')
  if (!isPage || !response.body || response.headers.has('content-encoding')) return response
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(response.body, { status: response.status, headers })
  }
  headers.set('content-encoding', 'gzip')
  headers.delete('content-length')
  headers.delete('etag')
  const body = response.body.pipeThrough(new CompressionStream('gzip'))
  return new Response(body, { status: response.status, headers })
}
