import { password } from '@entente/domain/account'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { failAtField, failWithFields } from '#lib/refused-fields.ts'
import type { Actions, PageServerLoad } from './$types'

const newPassword = z.object({ password })

export const load: PageServerLoad = async ({ locals, params }) => {
  await locals.api.account.resetStatus.query({ token: params.token })
  return { idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { api, t } = locals
    const { idempotencyKey = '', ...values } = await formValues(request)
    const input = newPassword.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.account.resetPassword.mutate({ ...input.data, token: params.token, idempotencyKey })
    } catch (cause) {
      return failAtField(t, cause, values, { password_too_weak: 'password' })
    }
    redirect(303, '/sign-in?notice=password_changed')
  },
}
