import { decideJoinInput } from '@entente/domain/identity/person'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { account, organisation } = requireSession(event)
  const { people } = await event.locals.api.people.list.query()
  const justDecided = event.url.searchParams.get('decided')
  return {
    organisation: organisation?.legalName ?? '',
    ownEmail: account.email,
    requests: people
      .filter(({ status }) => status === 'requested')
      .map((person) => ({ ...person, idempotencyKey: newIdempotencyKey() })),
    members: people.filter(({ status }) => status !== 'requested'),
    decided: people.find(({ id, status }) => id === justDecided && status !== 'requested'),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: decideJoinInput,
      send: (input) => event.locals.api.people.decide.mutate(input),
      next: (_, { id }) => `/people?decided=${id}`,
    }),
}
