import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { colleagueIdIn, findColleague } from '#lib/identity/colleague.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  ...(await findColleague(event)),
  idempotencyKey: newIdempotencyKey(),
})

export const actions: Actions = {
  default: (event) => {
    const id = colleagueIdIn(event)
    return formAction(event, {
      press: 'acceptance.person.remove.submit',
      send: (keyed) => event.locals.api.people.remove.mutate({ ...keyed, id }),
      next: `/people?removed=${id}`,
    })
  },
}
