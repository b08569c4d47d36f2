import { accountActions, accountData } from '@entente/site/account-actions'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => accountData(event)

export const actions: Actions = accountActions
