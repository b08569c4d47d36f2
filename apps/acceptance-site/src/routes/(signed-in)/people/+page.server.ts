import { decideJoinInput } from '@entente/domain/identity/person'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith, failWithRefusal } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { confirmFirst } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
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
  default: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = decideJoinInput.safeParse(values)
    if (!input.success) return failWithRefusal({ code: 'invalid_input', fields: {} }, t, {})
    try {
      await api.people.decide.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      await confirmFirst(event, cause)
      return failWith(cause, t, values)
    }
    redirect(303, `/people?decided=${input.data.id}`)
  },
}
