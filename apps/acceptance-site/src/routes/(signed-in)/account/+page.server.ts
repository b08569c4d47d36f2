import { password } from '@entente/domain/account'
import { type Locale, locales } from '@entente/domain/locale'
import type { Translate } from '@entente/i18n/translate'
import { rememberChoice } from '@entente/site/choices'
import { type FormValues, formValues, newIdempotencyKey } from '@entente/site/form'
import { failWith, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { failAtField, failWithFields } from '#lib/refused-fields.ts'
import type { Actions, PageServerLoad } from './$types'

const preferences = z.object({ locale: z.enum(locales), timeZone: z.string().max(60) })
const passwordChange = z.object({ current: password, password })
const savedForms = ['preferences', 'password'] as const

export const load: PageServerLoad = (event) => {
  const person = requireSession(event)
  return {
    person,
    timeZones: [...new Set(['UTC', event.locals.cloud.timeZone, ...Intl.supportedValuesOf('timeZone')])],
    saved: savedForms.find((known) => known === event.url.searchParams.get('saved')),
    preferencesKey: newIdempotencyKey(),
    passwordKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  preferences: async (event) => {
    requireSession(event)
    const { api, cloud, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = preferences
      .refine(({ locale }) => cloud.locales.includes(locale as Locale), { path: ['locale'] })
      .safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.account.setPreferences.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      return failWith(cause, t, values)
    }
    rememberChoice(event, 'language', input.data.locale)
    redirect(303, '/account?saved=preferences')
  },

  password: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = passwordChange.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.account.changePassword.mutate({ ...input.data, idempotencyKey })
    } catch (cause) {
      if (refusalOf(cause)?.code === 'wrong_credentials') return failWithWrongPassword(t, cause, values)
      return failAtField(t, cause, values, {
        password_too_weak: 'password',
        password_unchanged: 'password',
      })
    }
    redirect(303, '/account?saved=password')
  },
}

// Who is signed in cannot have mistaken the address, so only the password is in question.
function failWithWrongPassword(t: Translate, cause: unknown, values: FormValues) {
  const failure = failWith(cause, t, values)
  failure.data.fields = { current: [t('acceptance.account.wrong_password')] }
  return failure
}
