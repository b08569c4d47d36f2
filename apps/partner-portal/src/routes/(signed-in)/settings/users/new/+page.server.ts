import { may } from '@entente/domain/core/permission'
import { addUserInput } from '@entente/domain/partner/partner-user-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { keptChoices } from '@entente/site/step-up'
import { failUser, sayWhyNot, shownOnce, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { whyNotAdd } = await event.locals.api.users.list
    .query({ limit: 1 })
    .catch((cause: unknown) => sayWhyNot(event, cause))
  return {
    kept: await keptChoices(event),
    idempotencyKey: newIdempotencyKey(),
    mayGiveAdminRoles: may('partner', roles, 'users.assign_admin_roles'),
    whyNotAdd: await whyText(event, whyNotAdd),
  }
}

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: async (event) => {
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = addUserInput.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      const answer = await api.users.add.mutate({ ...input.data, idempotencyKey })
      return { name: input.data.name, ...shownOnce(event, answer) }
    } catch (cause) {
      return failUser(event, cause, values)
    }
  },
}
