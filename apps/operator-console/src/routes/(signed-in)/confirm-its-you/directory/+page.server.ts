import { leaveForDirectory } from '@entente/site/directory-trip'
import { formAction } from '@entente/site/form-action'
import { backFromConfirming, confirmData } from '@entente/site/step-up'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => confirmData(event)

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      send: () => event.locals.api.operatorSignIn.startConfirming.mutate(),
      next: (departure) => leaveForDirectory(event, departure, backFromConfirming(event)),
    }),
}
