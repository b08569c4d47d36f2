import { factorSetUpActions, requireWaiting, setUpData } from '@entente/site/second-factor'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  // The POST that finishes the sign-in renders this page as well: it shows the recovery codes, once.
  if (event.request.method === 'GET') requireWaiting(event, 'second_factor_set_up')
  return setUpData(event)
}

export const actions: Actions = factorSetUpActions
