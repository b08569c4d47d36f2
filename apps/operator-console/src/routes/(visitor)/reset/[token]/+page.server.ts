import { newPasswordData, resetPassword } from '@entente/site/password-reset'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => newPasswordData(event, event.params.token)

export const actions: Actions = {
  default: (event) => resetPassword(event, event.params.token),
}
