import {
  accountData,
  changePassword,
  endOtherSessions,
  endOwnSession,
  savePreferences,
} from '@entente/site/account-actions'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => accountData(event)

export const actions: Actions = {
  preferences: savePreferences,
  password: changePassword,
  endSession: endOwnSession,
  endOthers: endOtherSessions,
}
