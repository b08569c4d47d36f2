import { signIn, signInData } from '@entente/site/sign-in'
import { start } from '#lib/core/start.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => signInData(event, () => start)

export const actions: Actions = {
  default: signIn,
}
