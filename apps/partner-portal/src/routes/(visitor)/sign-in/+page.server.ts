import { signIn } from '@entente/domain/account'
import { safeReturnPath } from '@entente/domain/return-path'
import { formValues } from '@entente/site/form'
import { fieldMessages } from '@entente/site/form-errors'
import { failWith } from '@entente/site/refusal'
import { startSession } from '@entente/site/session'
import { fail, redirect } from '@sveltejs/kit'
import { startOf } from '#lib/start.ts'
import type { Actions, PageServerLoad } from './$types'

const notices = ['signed_out', 'password_changed'] as const

export const load: PageServerLoad = ({ locals: { session }, url }) => {
  if (session) redirect(303, safeReturnPath(url.searchParams.get('return'), startOf(session)))
  const notice = notices.find((known) => known === url.searchParams.get('notice'))
  return { notice, comesBack: url.searchParams.has('return') }
}

export const actions: Actions = {
  default: async (event) => {
    const { api, t } = event.locals
    const values = await formValues(event.request)
    const input = signIn.safeParse(values)
    if (!input.success) {
      const fields = fieldMessages(t, input.error, values)
      return fail(400, { message: t('errors.invalid_input'), fields, values: { email: values.email ?? '' } })
    }
    try {
      startSession(event, await api.session.signIn.mutate({ ...input.data, audience: 'partner' }))
    } catch (error) {
      return failWith(error, t, values)
    }
    redirect(303, safeReturnPath(event.url.searchParams.get('return'), '/'))
  },
}
