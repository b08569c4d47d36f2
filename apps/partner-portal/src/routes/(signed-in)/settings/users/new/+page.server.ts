import { may } from '@entente/domain/core/permission'
import { addUserInput } from '@entente/domain/partner/partner-user-input'
import { formatList } from '@entente/i18n/format'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { sayWhyNot, shownOnce, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { whyNotAdd, domains } = await event.locals.api.users.list
    .query({ limit: 1 })
    .catch((cause: unknown) => sayWhyNot(event, cause))
  return {
    idempotencyKey: newIdempotencyKey(),
    mayGiveAdminRoles: may('partner', roles, 'users.assign_admin_roles'),
    domains: formatList(event.locals.t.locale, domains),
    whyNotAdd: await whyText(event, whyNotAdd),
  }
}

export const actions: Actions = {
  /** The response itself shows the password, which never goes into a cookie, a URL or a store. */
  default: (event) =>
    formAction(event, {
      schema: addUserInput,
      press: 'users.add.submit',
      send: (input) => event.locals.api.users.add.mutate(input),
      fields: { email_in_use: 'email' },
      next: (answer, { name, agentType, adminType }) => {
        const types = { agentType, adminType }
        if (answer.result !== 'mailed') return { name, types, ...shownOnce(event, answer) }
        const { email, until } = answer
        return { name, types, mailed: { email, until } }
      },
    }),
}
