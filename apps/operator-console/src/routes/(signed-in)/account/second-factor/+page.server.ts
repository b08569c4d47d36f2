import { secondFactorActions, secondFactorData } from '@entente/site/second-factor'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => secondFactorData(event)

export const actions: Actions = secondFactorActions
