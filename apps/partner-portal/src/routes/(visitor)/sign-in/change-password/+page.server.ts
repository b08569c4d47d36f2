import { changePasswordData, replaceTemporaryPassword } from '@entente/site/change-password'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = changePasswordData

export const actions: Actions = {
  default: replaceTemporaryPassword,
}
