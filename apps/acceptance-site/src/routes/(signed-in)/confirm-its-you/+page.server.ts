import { confirmData, confirmItsYou } from '@entente/site/step-up'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => confirmData(event)

export const actions: Actions = {
  default: confirmItsYou,
}
