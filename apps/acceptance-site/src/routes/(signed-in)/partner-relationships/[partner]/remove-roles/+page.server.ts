import { removeRolesInput } from '@entente/domain/relationship/role-removal'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith, failWithRefusal } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error, redirect } from '@sveltejs/kit'
import { postedRemovals } from '#lib/relationship/posted-removal.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { partners } = await event.locals.api.partnerRelationships.list.query()
  const partner = partners.find(({ id }) => id === event.params.partner)
  if (!partner) error(404, 'Not Found')
  return { partner, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const askAgain = (message: string) => {
      const failure = failWithRefusal({ code: 'invalid_input', fields: {} }, t, values)
      failure.data.message = message
      return failure
    }
    const input = removeRolesInput.safeParse({
      partnerId: event.params.partner,
      services: postedRemovals(values),
    })
    if (!input.success) return askAgain(t('acceptance.remove_roles.none_chosen'))
    if (values.confirmed !== 'yes') return askAgain(t('acceptance.remove_roles.not_confirmed'))
    try {
      await api.partnerRelationships.removeRoles.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, `/partner-relationships?removed=${input.data.partnerId}`)
  },
}
