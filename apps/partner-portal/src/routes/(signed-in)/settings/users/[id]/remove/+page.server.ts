import { formValues, newIdempotencyKey } from '@entente/site/form'
import { redirect } from '@sveltejs/kit'
import { failUser, findUser, userIdIn, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { user, whyNot } = await findUser(event)
  return { user, idempotencyKey: newIdempotencyKey(), whyNot: await whyText(event, whyNot.remove) }
}

export const actions: Actions = {
  default: async (event) => {
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    try {
      await event.locals.api.users.remove.mutate({ id: userIdIn(event), idempotencyKey })
    } catch (cause) {
      return failUser(event, cause, values)
    }
    redirect(303, '/settings/users?done=removed')
  },
}
