import { statusOf } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { HandleServerError } from '@sveltejs/kit/hooks'
import { logFault } from './log.ts'
import { refusalOf } from './refusal.ts'

/**
 * The handleError hook of a site. A refusal that a load did not catch is shown with its own status and text. Anything
 * else is a fault: it is logged with its cause, and its page shows only the request's id. A 5xx page contains the
 * posted form, so that nothing typed is lost (U16).
 */
export function createHandleError(site: string): HandleServerError {
  return ({ kind, error, event }) => {
    // The hook also runs for requests that failed before `handle` filled the locals.
    const { requestId = crypto.randomUUID(), t, posted } = event.locals as Partial<App.Locals>
    const shown = (status: number) => ({ requestId, ...(status >= 500 && posted && { posted }) })
    if (kind !== 'unknown') return shown(error.status)
    const refusal = refusalOf(error)
    if (refusal && t) {
      const status = statusOf[refusal.code]
      return { ...shown(status), status, message: refusalText(t, refusal), code: refusal.code }
    }
    logFault(
      'A request failed',
      { site, requestId, route: event.route.id, method: event.request.method },
      error,
    )
    return { ...shown(500), status: 500, message: 'Internal Error' }
  }
}
