import { password } from '@entente/domain/identity/account'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { formValues, newIdempotencyKey } from './form.ts'
import { failAtField, failWithFields } from './refused-fields.ts'

const firstPassword = z.object({ password })

/** The data of /set-up/[token]. Opening the page changes nothing: only its form uses up the link (S7). */
export async function setUpAccountData({ locals: { api } }: RequestEvent, token: string) {
  const { email } = await api.account.setUpStatus.query({ token })
  return { email, idempotencyKey: newIdempotencyKey() }
}

/** The action of /set-up/[token]: saves the first password of an account that was created without one. */
export async function setUpAccount({ locals: { api, t }, request }: RequestEvent, token: string) {
  const { idempotencyKey = '', ...values } = await formValues(request)
  const input = firstPassword.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await api.account.setUp.mutate({ ...input.data, token, idempotencyKey })
  } catch (cause) {
    return failAtField(t, cause, values, { password_too_weak: 'password' })
  }
  redirect(303, '/sign-in?notice=password_changed')
}
