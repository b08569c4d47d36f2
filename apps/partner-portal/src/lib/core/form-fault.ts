import type { ActionResult } from '$app/forms'

/** The server's fault in the result of an enhanced form, whose error page would replace what was typed (U16). */
export const faultOf = (result: ActionResult): App.Error | undefined =>
  result.type === 'error' && result.error.status >= 500 ? result.error : undefined
