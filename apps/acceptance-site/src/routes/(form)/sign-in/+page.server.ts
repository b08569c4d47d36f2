import { signIn } from '@entente/domain/account'
import { safeReturnPath } from '@entente/domain/return-path'
import { formValues } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { startSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { invitationOf, signUpPath } from '#lib/paths.ts'
import { failWithFields } from '#lib/refused-fields.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['confirmed', 'password_changed', 'signed_out'] as const

export const load: PageServerLoad = ({ locals, url }) => {
  const returnTo = safeReturnPath(url.searchParams.get('return'), '/')
  if (locals.session) redirect(303, returnTo)
  return {
    notice: notices.find((known) => known === url.searchParams.get('notice')),
    leadsOn: returnTo !== '/',
    signUp: signUpPath(invitationOf(returnTo)),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const input = signIn.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      startSession(event, await api.session.signIn.mutate({ ...input.data, audience: 'customer' }))
    } catch (cause) {
      return failWith(cause, t, values)
    }
    redirect(303, safeReturnPath(event.url.searchParams.get('return'), '/'))
  },
}
