import { password } from '@entente/domain/identity/account'
import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { formValues } from './form.ts'
import { refusalOf } from './refusal.ts'
import { failAtField, failWithFields } from './refused-fields.ts'
import { requireWaiting } from './second-factor.ts'
import { continueSignIn } from './session.ts'

const newPassword = z.object({ password })

/** /sign-in/change-password opens only after a sign-in with a temporary password. */
export const changePasswordData = (event: RequestEvent): void => requireWaiting(event, 'password_change')

/** The action of that page: saves the person's own password and continues the sign-in. */
export async function replaceTemporaryPassword(event: RequestEvent) {
  requireWaiting(event, 'password_change')
  const { api, t } = event.locals
  const values = await formValues(event.request)
  const input = newPassword.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  const started = await api.session.replaceTemporaryPassword.mutate(input.data).catch((cause: unknown) => {
    // The sign-in has expired, or an admin has reset the password meanwhile.
    if (refusalOf(cause)?.code === 'not_signed_in') redirect(303, '/sign-in')
    return failAtField(t, cause, values, { password_too_weak: 'password', password_unchanged: 'password' })
  })
  if ('status' in started) return started
  return continueSignIn(event, started, safeReturnPath(event.url.searchParams.get('return'), '/'))
}
