import { requestReset, resetRequestData } from '@entente/site/password-reset'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => resetRequestData(event)

export const actions: Actions = {
  default: requestReset,
}
