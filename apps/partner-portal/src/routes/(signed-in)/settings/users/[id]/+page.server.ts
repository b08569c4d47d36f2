import { may } from '@entente/domain/core/permission'
import { updateUserInput } from '@entente/domain/partner/partner-user-input'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failWithFields } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { keptChoices } from '@entente/site/step-up'
import { redirect } from '@sveltejs/kit'
import { failUser, findUser, userIdIn, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['saved', 'restored'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { user, whyNot, rolesEditable } = await findUser(event)
  const [update, resetPassword, remove, restore] = await Promise.all(
    [whyNot.update, whyNot.resetPassword, whyNot.remove, whyNot.restore].map((refusal) =>
      whyText(event, refusal),
    ),
  )
  return {
    user,
    rolesEditable,
    reset: event.locals.cloud.passwordReset,
    reasons: { update, resetPassword, remove, restore },
    mayGiveAdminRoles: may('partner', roles, 'users.assign_admin_roles'),
    kept: await keptChoices(event),
    updateKey: newIdempotencyKey(),
    restoreKey: newIdempotencyKey(),
    notice: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  update: async (event) => {
    const { api, t } = event.locals
    const id = userIdIn(event)
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = updateUserInput.safeParse({ ...values, id })
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.users.update.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      return failUser(event, cause, values)
    }
    redirect(303, `/settings/users/${id}?done=saved`)
  },

  restore: async (event) => {
    const id = userIdIn(event)
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    try {
      await event.locals.api.users.restore.mutate({ id, idempotencyKey })
    } catch (cause) {
      return failUser(event, cause, values)
    }
    redirect(303, `/settings/users/${id}?done=restored`)
  },
}
