import { emailAddress, password } from '@entente/domain/identity/account'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { newIdempotencyKey } from './form.ts'
import { formAction } from './form-action.ts'

/** The data of /reset: the form or, once it is sent, a notice that an e-mail is on its way. */
export const resetRequestData = ({ url }: Pick<RequestEvent, 'url'>) => ({
  isSent: url.searchParams.has('sent'),
  idempotencyKey: newIdempotencyKey(),
})

/** The action of /reset. Its response is the same whether or not the address has an account (S14). */
export function requestReset(event: RequestEvent) {
  const { api } = event.locals
  return formAction(event, {
    isOpen: true,
    schema: z.object({ email: emailAddress }),
    send: (input) => api.account.requestReset.mutate(input),
    next: '/reset?sent',
  })
}

/** The data of /reset/[token]. Opening the page changes nothing: only its form uses up the link (S7). */
export async function newPasswordData({ locals: { api } }: RequestEvent, token: string) {
  await api.account.resetStatus.query({ token })
  return { idempotencyKey: newIdempotencyKey() }
}

/** The action of /reset/[token]: saves the new password, which uses up the link. */
export const resetPassword = (event: RequestEvent, token: string) =>
  formAction(event, {
    isOpen: true,
    schema: z.object({ password }),
    send: (input) => event.locals.api.account.resetPassword.mutate({ ...input, token }),
    fields: { password_too_weak: 'password' },
    next: '/sign-in?notice=password_changed',
  })
