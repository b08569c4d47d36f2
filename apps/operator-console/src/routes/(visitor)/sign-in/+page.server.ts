import { signIn, signInData } from '@entente/site/sign-in'
import { start } from '#lib/core/start.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  ...signInData(event, () => start),
  ...(await event.locals.api.operatorSignIn.way.query()),
  search: event.url.search,
})

export const actions: Actions = {
  default: signIn,
}
