import { signIn as signInInput } from '@entente/domain/account'
import { safeReturnPath } from '@entente/domain/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { formValues } from './form.ts'
import { failWith } from './refusal.ts'
import { failWithFields } from './refused-fields.ts'
import { startSession, waitingPath } from './session.ts'

/**
 * The action of /sign-in: opens a session for the site's audience and goes to the path in `return`, else to `/`;
 * first to the second step where the account has one.
 */
export async function signIn(event: RequestEvent) {
  const { api, audience, t } = event.locals
  const values = await formValues(event.request)
  const input = signInInput.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  const started = await api.session.signIn
    .mutate({ ...input.data, audience })
    .catch((cause: unknown) => failWith(cause, t, values))
  if ('status' in started) return started
  startSession(event, started)
  const { awaits } = started
  const back = safeReturnPath(event.url.searchParams.get('return'), '/')
  redirect(303, awaits ? waitingPath({ awaits }, back) : back)
}
