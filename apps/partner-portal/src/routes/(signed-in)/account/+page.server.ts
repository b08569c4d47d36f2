import { password } from '@entente/domain/account'
import { locale } from '@entente/domain/locale'
import { statusOf } from '@entente/domain/refusal'
import { rememberChoice } from '@entente/site/choices'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { fieldMessages } from '@entente/site/form-errors'
import { refusalOf } from '@entente/site/refusal'
import { refusalMessage } from '@entente/site/refusal-message'
import { requireSession } from '@entente/site/session'
import { fail, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { Actions, PageServerLoad } from './$types'

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
const preferences = z.object({ locale, timeZone: z.enum(timeZones) })
const passwords = z.object({ current: password, password })
const savedThings = ['preferences', 'password'] as const

export const load: PageServerLoad = (event) => {
  const { account, organisation, roles } = requireSession(event)
  return {
    account,
    organisation,
    roles,
    timeZones,
    saved: savedThings.find((thing) => thing === event.url.searchParams.get('saved')),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  preferences: async (event) => {
    const { api, cloud, t } = event.locals
    const values = await formValues(event.request)
    const input = preferences.safeParse(values)
    if (!input.success || !cloud.locales.includes(input.data.locale)) {
      const fields = input.success ? {} : fieldMessages(t, input.error, values)
      return fail(400, { message: t('errors.invalid_input'), fields })
    }
    await api.account.setPreferences.mutate({ ...input.data, idempotencyKey: values.idempotencyKey ?? '' })
    rememberChoice(event, 'language', input.data.locale)
    redirect(303, '/account?saved=preferences')
  },

  password: async ({ locals: { api, t }, request }) => {
    const values = await formValues(request)
    const input = passwords.safeParse(values)
    if (!input.success) {
      return fail(400, { message: t('errors.invalid_input'), fields: fieldMessages(t, input.error, values) })
    }
    try {
      await api.account.changePassword.mutate({ ...input.data, idempotencyKey: values.idempotencyKey ?? '' })
    } catch (error) {
      const refusal = refusalOf(error)
      if (!refusal) throw error
      const message = refusalMessage(t, refusal)
      const isCurrent = refusal.code === 'wrong_credentials'
      const isNew = refusal.code === 'password_too_weak' || refusal.code === 'password_unchanged'
      const fields: Record<string, string[]> = isCurrent
        ? { current: [t('portal.account.current_wrong')] }
        : isNew
          ? { password: [message] }
          : {}
      return fail(statusOf[refusal.code], {
        message: isCurrent ? t('errors.invalid_input') : message,
        fields,
      })
    }
    redirect(303, '/account?saved=password')
  },
}
