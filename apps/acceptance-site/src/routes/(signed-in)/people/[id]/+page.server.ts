import { changeRoleInput } from '@entente/domain/identity/person'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { colleagueIdIn, findColleague } from '#lib/identity/colleague.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['role', 'sessions', 'factor'] as const

export const load: PageServerLoad = async (event) => ({
  ...(await findColleague(event)),
  roleKey: newIdempotencyKey(),
  sessionsKey: newIdempotencyKey(),
  factorKey: newIdempotencyKey(),
  restoreKey: newIdempotencyKey(),
  notice: notices.find((known) => known === event.url.searchParams.get('done')),
})

export const actions: Actions = {
  role: (event) => {
    const id = colleagueIdIn(event)
    return formAction(event, {
      schema: (values) => changeRoleInput.safeParse({ ...values, id }),
      press: 'acceptance.person.role.save',
      send: (input) => event.locals.api.people.changeRole.mutate(input),
      next: `/people/${id}?done=role`,
    })
  },

  endSessions: (event) => {
    const id = colleagueIdIn(event)
    return formAction(event, {
      press: 'acceptance.person.sessions.end',
      send: (keyed) => event.locals.api.people.endSessions.mutate({ ...keyed, id }),
      next: `/people/${id}?done=sessions`,
    })
  },

  resetFactor: (event) => {
    const id = colleagueIdIn(event)
    return formAction(event, {
      press: 'common.factor.reset',
      send: (keyed) => event.locals.api.people.resetSecondFactor.mutate({ ...keyed, id }),
      next: `/people/${id}?done=factor`,
    })
  },
}
