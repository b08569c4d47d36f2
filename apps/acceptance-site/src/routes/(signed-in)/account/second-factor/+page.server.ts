import {
  beginFactor,
  confirmFactor,
  makeRecoveryCodes,
  secondFactorData,
  turnFactorOff,
} from '@entente/site/second-factor'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => secondFactorData(event)

export const actions: Actions = {
  begin: beginFactor,
  confirm: confirmFactor,
  recoveryCodes: makeRecoveryCodes,
  turnOff: turnFactorOff,
}
