import { password } from '@entente/domain/identity/account'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { newIdempotencyKey } from './form.ts'
import { formAction } from './form-action.ts'

/** The data of /set-up/[token]. Opening the page changes nothing: only its form uses up the link (S7). */
export async function setUpAccountData({ locals: { api } }: RequestEvent, token: string) {
  return { ...(await api.account.setUpStatus.query({ token })), idempotencyKey: newIdempotencyKey() }
}

/**
 * The action of /set-up/[token]: saves the first password of an account that was created without one, or a new one of the
 * account that joins a company.
 */
export const setUpAccount = (event: RequestEvent, token: string) =>
  formAction(event, {
    isOpen: true,
    schema: z.object({ password }),
    send: (input) => event.locals.api.account.setUp.mutate({ ...input, token }),
    fields: { password_too_weak: 'password' },
    next: ({ hasJoined }) => `/sign-in?notice=${hasJoined ? 'joined' : 'password_changed'}`,
  })
