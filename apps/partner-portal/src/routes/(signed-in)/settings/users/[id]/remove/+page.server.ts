import { formAction } from '@entente/site/form-action'
import { userActData, userIdIn } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => userActData(event, 'remove')

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      press: 'users.remove.submit',
      send: (keyed) => event.locals.api.users.remove.mutate({ ...keyed, id: userIdIn(event) }),
      next: `/settings/users?done=removed&user=${userIdIn(event)}`,
    }),
}
