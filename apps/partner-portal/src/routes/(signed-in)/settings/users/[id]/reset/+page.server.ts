import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failUser, findUser, shownOnce, userIdIn, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { user, whyNot } = await findUser(event)
  return { user, idempotencyKey: newIdempotencyKey(), whyNot: await whyText(event, whyNot.resetPassword) }
}

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: async (event) => {
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    try {
      const answer = await event.locals.api.users.resetPassword.mutate({
        id: userIdIn(event),
        idempotencyKey,
      })
      return shownOnce(event, answer)
    } catch (cause) {
      return failUser(event, cause, values)
    }
  },
}
