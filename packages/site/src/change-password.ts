import { password } from '@entente/domain/identity/account'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { formAction } from './form-action.ts'
import { backOf, requireWaiting } from './second-factor.ts'
import { continueSignIn } from './session.ts'

const newPassword = z.object({ password })

/** /sign-in/change-password opens only after a sign-in with a temporary password. */
export const changePasswordData = (event: RequestEvent): void => requireWaiting(event, 'password_change')

/** The action of that page: saves the person's own password and continues the sign-in. */
export function replaceTemporaryPassword(event: RequestEvent) {
  requireWaiting(event, 'password_change')
  return formAction(event, {
    isOpen: true,
    schema: newPassword,
    send: ({ password }) => event.locals.api.session.replaceTemporaryPassword.mutate({ password }),
    fields: { password_too_weak: 'password', password_unchanged: 'password' },
    // The sign-in has expired, or an admin has reset the password meanwhile.
    elsewhere: { not_signed_in: '/sign-in' },
    next: (started) => continueSignIn(event, started, backOf(event)),
  })
}
