import type { Cloud } from '@entente/domain/core/cloud'
import { password } from '@entente/domain/identity/account'
import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { rememberChoice } from './choices.ts'
import { newIdempotencyKey } from './form.ts'
import { formAction } from './form-action.ts'
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
function savePreferences(event: RequestEvent) {
  const { api, cloud } = event.locals
  return formAction(event, {
    schema: preferencesIn(cloud),
    send: (input) => api.account.setPreferences.mutate(input),
    next: (_, { locale }) => {
      rememberChoice(event, 'language', locale)
      return '/account?saved=preferences'
    },
  })
}

/** Changes the password; the person has to enter the current one. */
function changePassword(event: RequestEvent) {
  const { api, t } = event.locals
  return formAction(event, {
    schema: passwords,
    send: (input) => api.account.changePassword.mutate(input),
    fields: {
      // A signed-in person does not enter an address here, so only the password can be wrong.
      wrong_credentials: () => ({ current: [t('common.account.wrong_password')] }),
      password_too_weak: 'password',
      password_unchanged: 'password',
    },
    next: '/account?saved=password',
  })
}

/** Ends a session on another device. */
const endOwnSession = (event: RequestEvent) =>
  formAction(event, {
    schema: z.object({ id: z.string().default('') }),
    press: 'common.sessions.end',
    send: (input) => event.locals.api.session.end.mutate(input),
    // The session has ended by itself meanwhile, which is what the person wanted.
    elsewhere: { not_found: '/account?saved=sessions' },
    next: '/account?saved=sessions',
  })

/** Ends every session but this one. */
const endOtherSessions = (event: RequestEvent) =>
  formAction(event, {
    press: 'common.sessions.end_others',
    send: (keyed) => event.locals.api.session.endOthers.mutate(keyed),
    next: '/account?saved=sessions',
  })

/** The actions of /account. */
export const accountActions = {
  preferences: savePreferences,
  password: changePassword,
  endSession: endOwnSession,
  endOthers: endOtherSessions,
}
