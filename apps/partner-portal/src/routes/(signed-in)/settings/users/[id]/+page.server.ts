import { may } from '@entente/domain/core/permission'
import { updateUserInput } from '@entente/domain/partner/partner-user-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { findUser, userIdIn, whyText } from '#lib/partner/users.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['saved', 'restored', 'link_sent', 'factor_reset'] as const

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const { portal } = event.locals.cloud.users
  const { user, whyNot, rolesEditable } = await findUser(event)
  const [update, resetPassword, resetSecondFactor, sendLink, remove, restore] = await Promise.all(
    [
      whyNot.update,
      whyNot.resetPassword,
      whyNot.resetSecondFactor,
      whyNot.sendLink,
      whyNot.remove,
      whyNot.restore,
    ].map((refusal) => whyText(event, refusal)),
  )
  return {
    user,
    rolesEditable,
    reset: event.locals.cloud.users.passwordReset,
    portal: portal ? { name: portal.name, href: portal.url } : { name: event.locals.cloud.name, href: null },
    reasons: { update, resetPassword, resetSecondFactor, sendLink, remove, restore },
    mayGiveAdminRoles: may('partner', roles, 'users.assign_admin_roles'),
    updateKey: newIdempotencyKey(),
    factorKey: newIdempotencyKey(),
    restoreKey: newIdempotencyKey(),
    linkKey: newIdempotencyKey(),
    notice: notices.find((known) => known === event.url.searchParams.get('done')),
  }
}

export const actions: Actions = {
  update: (event) => {
    const id = userIdIn(event)
    return formAction(event, {
      schema: (values) => updateUserInput.safeParse({ ...values, id }),
      press: 'common.save',
      send: (input) => event.locals.api.users.update.mutate(input),
      fields: { email_in_use: 'email' },
      next: `/settings/users/${id}?done=saved`,
    })
  },

  sendLink: (event) => {
    const id = userIdIn(event)
    return formAction(event, {
      press: 'users.link.submit',
      send: (keyed) => event.locals.api.users.sendLink.mutate({ ...keyed, id }),
      next: `/settings/users/${id}?done=link_sent`,
    })
  },

  resetFactor: (event) => {
    const id = userIdIn(event)
    return formAction(event, {
      press: 'common.factor.reset',
      send: (keyed) => event.locals.api.users.resetSecondFactor.mutate({ ...keyed, id }),
      next: `/settings/users/${id}?done=factor_reset`,
    })
  },

  restore: (event) => {
    const id = userIdIn(event)
    return formAction(event, {
      press: 'users.restore.submit',
      send: (keyed) => event.locals.api.users.restore.mutate({ ...keyed, id }),
      fields: { email_in_use: 'email' },
      next: `/settings/users/${id}?done=restored`,
    })
  },
}
