import { setUpAccount, setUpAccountData } from '@entente/site/set-up'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => setUpAccountData(event, event.params.token)

export const actions: Actions = {
  default: (event) => setUpAccount(event, event.params.token),
}
