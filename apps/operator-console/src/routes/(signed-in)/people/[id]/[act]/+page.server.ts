import { accountActData, accountActIn, accountActs, controlAccount } from '#lib/operator/account-control.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const act = accountActIn(event)
  const { can } = await event.parent()
  return accountActData(event, act, can[accountActs[act].can])
}

export const actions: Actions = {
  default: (event) => controlAccount(event, accountActIn(event)),
}
