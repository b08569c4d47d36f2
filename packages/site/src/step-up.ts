import { safeReturnPath } from '@entente/domain/identity/return-path'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { factorCodeFault } from './factor-code.ts'
import { type FormValues, formValues, newIdempotencyKey, withoutSecrets } from './form.ts'
import { refusalOf } from './refusal.ts'
import { failAtField } from './refused-fields.ts'
import { requireSession } from './session.ts'

/**
 * For the `catch` of an action: if the API requires the person to confirm who they are, keeps the entered values and
 * redirects to **Confirm it's you**, which returns to the page of the form. Otherwise does nothing.
 */
export async function confirmFirst(event: RequestEvent, cause: unknown, values?: FormValues): Promise<void> {
  if (refusalOf(cause)?.code !== 'step_up_required') return
  const query = new URLSearchParams({ return: event.url.pathname })
  if (values) {
    const input = { form: withoutSecrets(values), idempotencyKey: newIdempotencyKey() }
    query.set('choices', (await event.locals.api.choices.keep.mutate(input)).id)
  }
  redirect(303, `/confirm-its-you?${query}`)
}

/** For a `load`: the values entered on this page before **Confirm it's you**; undefined if none are kept. */
export async function keptChoices({ locals, url }: RequestEvent): Promise<FormValues | undefined> {
  const id = choicesId(url)
  if (!id) return undefined
  try {
    return (await locals.api.choices.kept.query({ id })).form
  } catch (cause) {
    if (refusalOf(cause)?.code === 'not_found') return undefined
    throw cause
  }
}

const choicesId = (url: URL) => z.uuid().safeParse(url.searchParams.get('choices')).data

/** The data of /confirm-its-you. */
export async function confirmData(event: RequestEvent) {
  const { account } = requireSession(event)
  const { isOn } = await event.locals.api.secondFactor.status.query()
  return {
    method: isOn ? ('second_factor' as const) : ('password' as const),
    email: account.email,
    back: safeReturnPath(event.url.searchParams.get('return'), '/'),
  }
}

/** The action of /confirm-its-you: returns to the page of the form, with the values entered there. */
export async function confirmItsYou(event: RequestEvent) {
  requireSession(event)
  const { api, t } = event.locals
  const values = await formValues(event.request)
  const { code, password } = values
  try {
    await api.session.stepUp.mutate(code === undefined ? { password: password ?? '' } : { code })
  } catch (cause) {
    const fields = { wrong_code: 'code', wrong_credentials: 'password' } as const
    const failure = failAtField(t, cause, values, fields)
    if (failure.data.code === 'wrong_credentials')
      failure.data.fields = { password: [t('common.confirm.wrong_password')] }
    if (failure.data.code === 'invalid_input')
      failure.data.fields = code === undefined ? {} : { code: [factorCodeFault(t, code)] }
    return failure
  }
  const back = safeReturnPath(event.url.searchParams.get('return'), '/')
  const id = choicesId(event.url)
  const joint = back.includes('?') ? '&' : '?'
  redirect(303, id ? `${back}${joint}choices=${id}` : back)
}
