import type { Cloud } from '@entente/domain/core/cloud'
import { password } from '@entente/domain/identity/account'
import type { Translate } from '@entente/i18n/translate'
import { type RequestEvent, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { rememberChoice } from './choices.ts'
import { type FormValues, formValues, newIdempotencyKey } from './form.ts'
import { failWith, refusalOf } from './refusal.ts'
import { failAtField, failWithFields } from './refused-fields.ts'
import { requireSession } from './session.ts'

const timeZonesIn = (cloud: Cloud) => [
  ...new Set(['UTC', cloud.timeZone, ...Intl.supportedValuesOf('timeZone')]),
]
const preferencesIn = (cloud: Cloud) =>
  z.object({ locale: z.enum(cloud.locales), timeZone: z.enum(timeZonesIn(cloud)) })
const passwords = z.object({ current: password, password })
const savedForms = ['preferences', 'password', 'sessions', 'second_factor_off'] as const

export type AccountData = Awaited<ReturnType<typeof accountData>>

/** The data of /account: the person, their sessions and second factor, and the values of its forms. */
export async function accountData(event: RequestEvent) {
  const person = requireSession(event)
  const { secondFactor, session } = event.locals.api
  const [factor, { sessions }] = await Promise.all([secondFactor.status.query(), session.list.query()])
  return {
    person,
    factor,
    sessions,
    sessionsKey: newIdempotencyKey(),
    timeZones: timeZonesIn(event.locals.cloud),
    saved: savedForms.find((form) => form === event.url.searchParams.get('saved')),
    preferencesKey: newIdempotencyKey(),
    passwordKey: newIdempotencyKey(),
  }
}

/** Saves language and time zone, and keeps the language in this browser as well. */
async function savePreferences(event: RequestEvent) {
  const { api, cloud, t } = event.locals
  const { idempotencyKey = '', ...values } = await formValues(event.request)
  const input = preferencesIn(cloud).safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await api.account.setPreferences.mutate({ ...input.data, idempotencyKey })
  } catch (cause) {
    return failWith(cause, t, values)
  }
  rememberChoice(event, 'language', input.data.locale)
  redirect(303, '/account?saved=preferences')
}

/** Changes the password; the person has to enter the current one. */
async function changePassword({ locals: { api, t }, request }: RequestEvent) {
  const { idempotencyKey = '', ...values } = await formValues(request)
  const input = passwords.safeParse(values)
  if (!input.success) return failWithFields(t, input.error, values)
  try {
    await api.account.changePassword.mutate({ ...input.data, idempotencyKey })
  } catch (cause) {
    if (refusalOf(cause)?.code === 'wrong_credentials') return failWithWrongPassword(t, cause, values)
    return failAtField(t, cause, values, { password_too_weak: 'password', password_unchanged: 'password' })
  }
  redirect(303, '/account?saved=password')
}

/** Ends a session on another device. */
async function endOwnSession({ locals: { api }, request }: RequestEvent) {
  const { idempotencyKey = '', id = '' } = await formValues(request)
  try {
    await api.session.end.mutate({ id, idempotencyKey })
  } catch (cause) {
    // The session has ended by itself meanwhile, which is what the person wanted.
    if (refusalOf(cause)?.code !== 'not_found') throw cause
  }
  redirect(303, '/account?saved=sessions')
}

/** Ends every session but this one. */
async function endOtherSessions({ locals: { api }, request }: RequestEvent) {
  const { idempotencyKey = '' } = await formValues(request)
  await api.session.endOthers.mutate({ idempotencyKey })
  redirect(303, '/account?saved=sessions')
}

/** The actions of /account. */
export const accountActions = {
  preferences: savePreferences,
  password: changePassword,
  endSession: endOwnSession,
  endOthers: endOtherSessions,
}

// A signed-in person does not enter an address here, so only the password can be wrong.
function failWithWrongPassword(t: Translate, cause: unknown, values: FormValues) {
  const failure = failWith(cause, t, values)
  failure.data.fields = { current: [t('common.account.wrong_password')] }
  return failure
}
