import { statusOf } from '@entente/domain/refusal'
import type { HandleServerError } from '@sveltejs/kit/hooks'
import { logFault } from './log.ts'
import { refusalOf } from './refusal.ts'
import { refusalMessage } from './refusal-message.ts'

/**
 * The handleError hook of a site. A refusal that a load did not catch becomes its own status and text; anything
 * else is a fault: logged with its cause, shown as a calm page with the request's id.
 */
export function createHandleError(site: string): HandleServerError {
  return ({ kind, error, event }) => {
    // The hook also runs for requests that failed before `handle` filled the locals.
    const { requestId = crypto.randomUUID(), t } = event.locals as Partial<App.Locals>
    if (kind !== 'unknown') return { requestId }
    const refusal = refusalOf(error)
    if (refusal && t) {
      const message = refusalMessage(t, refusal)
      return { status: statusOf[refusal.code], message, code: refusal.code, requestId }
    }
    logFault(
      'A request failed',
      { site, requestId, route: event.route.id, method: event.request.method },
      error,
    )
    return { status: 500, message: 'Internal Error', requestId }
  }
}
