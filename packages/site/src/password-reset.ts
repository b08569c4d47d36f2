import { emailAddress, password } from '@entente/domain/identity/account'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { formValues, newIdempotencyKey } from './form.ts'
import { failWith } from './refusal.ts'
import { failAtField, failWithFields } from './refused-fields.ts'

const resetRequest = z.object({ email: emailAddress })
const newPassword = z.object({ password })

/** The data of /reset: the form or, once it is sent, a notice that an e-mail is on its way. */
export const resetRequestData = ({ url }: Pick<RequestEvent, 'url'>) => ({
  isSent: url.searchParams.has('sent'),
  idempotencyKey: newIdempotencyKey(),
})

/** The action of /reset. Its response is the same whether or not the address has an account (S14). */
export async function requestReset({ locals: { api, audience, t }, request }: RequestEvent) {
  const { idempotencyKey = '', ...values } = await formValues(request)
  const input = resetRequest.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await api.account.requestReset.mutate({ ...input.data, audience, idempotencyKey })
  } catch (cause) {
    return failWith(cause, t, values)
  }
  redirect(303, '/reset?sent')
}

/** The data of /reset/[token]. Opening the page changes nothing: only its form uses up the link (S7). */
export async function newPasswordData({ locals: { api } }: RequestEvent, token: string) {
  await api.account.resetStatus.query({ token })
  return { idempotencyKey: newIdempotencyKey() }
}

/** The action of /reset/[token]: saves the new password, which uses up the link. */
export async function resetPassword({ locals: { api, t }, request }: RequestEvent, token: string) {
  const { idempotencyKey = '', ...values } = await formValues(request)
  const input = newPassword.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await api.account.resetPassword.mutate({ ...input.data, token, idempotencyKey })
  } catch (cause) {
    return failAtField(t, cause, values, { password_too_weak: 'password' })
  }
  redirect(303, '/sign-in?notice=password_changed')
}
