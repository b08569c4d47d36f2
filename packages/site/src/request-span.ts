import { inSpan } from '@entente/process/trace'
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit'

/**
 * One span for each request, where a trace begins that goes on through the API into the jobs (design 9). It is named by
 * the route, never by the path (S13). What the visitor says of a trace does not count.
 */
export async function inRequestSpan(
  { request, route }: Pick<RequestEvent, 'request' | 'route'>,
  work: () => Promise<Response>,
): Promise<Response> {
  const name = `${request.method} ${route.id ?? 'unknown'}`
  const answer = await inSpan(name, { kind: 'request' }, async (span) => {
    const given = await work().catch(expectedAnswer)
    span.setAttribute('http.response.status_code', given.status)
    return given
  })
  if (answer instanceof Response) return answer
  throw answer
}

/** Redirects and expected errors are thrown too, and are no faults. */
function expectedAnswer(thrown: unknown) {
  if (isRedirect(thrown) || isHttpError(thrown)) return thrown
  throw thrown
}
