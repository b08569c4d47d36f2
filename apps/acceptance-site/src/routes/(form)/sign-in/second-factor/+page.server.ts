import { giveSecondFactor, requireWaiting } from '@entente/site/second-factor'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => requireWaiting(event, 'second_factor')

export const actions: Actions = {
  default: giveSecondFactor,
}
