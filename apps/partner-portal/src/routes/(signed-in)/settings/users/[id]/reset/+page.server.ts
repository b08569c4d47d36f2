import { formAction } from '@entente/site/form-action'
import { shownOnce, userActData, userIdIn } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => userActData(event, 'resetPassword')

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: (event) =>
    formAction(event, {
      press: 'users.reset.submit',
      send: (keyed) => event.locals.api.users.resetPassword.mutate({ ...keyed, id: userIdIn(event) }),
      next: (answer) =>
        answer.result === 'mailed'
          ? { mailed: { email: answer.email, until: answer.until } }
          : shownOnce(event, answer),
    }),
}
