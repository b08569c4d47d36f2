import { inSpan } from '@entente/process/trace'
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit'

/**
 * One span for each request. It starts the trace that continues through the API into the jobs. Its name is the route,
 * never the path (S13). Trace headers of the visitor are ignored.
 */
export async function inRequestSpan(
  { request, route }: Pick<RequestEvent, 'request' | 'route'>,
  work: () => Promise<Response>,
): Promise<Response> {
  const name = `${request.method} ${route.id ?? 'unknown'}`
  const outcome = await inSpan(name, { kind: 'request' }, async (span) => {
    const given = await work().catch(expectedOutcome)
    span.setAttribute('http.response.status_code', given.status)
    return given
  })
  if (outcome instanceof Response) return outcome
  throw outcome
}

/** Redirects and expected errors are thrown as well, but they are not faults. */
function expectedOutcome(thrown: unknown) {
  if (isRedirect(thrown) || isHttpError(thrown)) return thrown
  throw thrown
}
