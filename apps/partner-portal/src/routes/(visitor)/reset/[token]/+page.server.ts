import { password } from '@entente/domain/account'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { fieldMessages } from '@entente/site/form-errors'
import { failWith, refusalOf } from '@entente/site/refusal'
import { refusalMessage } from '@entente/site/refusal-message'
import { fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

const newPassword = z.object({ password })

/** Looking changes nothing: the link is used up by the press alone (S7). */
export const load: PageServerLoad = async ({ locals: { api }, params: { token } }) => {
  await api.account.resetStatus.query({ token })
  return { idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async ({ locals: { api, t }, params: { token }, request }) => {
    const values = await formValues(request)
    const { idempotencyKey = '' } = values
    const input = newPassword.safeParse(values)
    if (!input.success) {
      return fail(400, { message: t('errors.invalid_input'), fields: fieldMessages(t, input.error, values) })
    }
    try {
      await api.account.resetPassword.mutate({ ...input.data, token, idempotencyKey })
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal?.code !== 'password_too_weak') return failWith(error, t, {})
      const message = refusalMessage(t, refusal)
      return fail(422, { message: t('common.form.errors', { count: 1 }), fields: { password: [message] } })
    }
    redirect(303, '/sign-in?notice=password_changed')
  },
}
