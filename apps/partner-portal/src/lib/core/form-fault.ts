import type { ActionResult } from '$app/forms'

/** The fault of ours that a script's post came back with. Its error page would take the place of what was typed (U16). */
export const faultOf = (result: ActionResult): App.Error | undefined =>
  result.type === 'error' && result.error.status >= 500 ? result.error : undefined
