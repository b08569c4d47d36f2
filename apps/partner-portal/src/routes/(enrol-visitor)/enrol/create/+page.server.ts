import { workAccountInput } from '@entente/domain/enrolment/enrolment-input'
import { countries } from '@entente/i18n/countries'
import { formValues, newIdempotencyKey } from '@entente/site/form'
import { failAtField, failWithFields } from '@entente/site/refused-fields'
import { redirect } from '@sveltejs/kit'
import { chosenKind } from '#lib/partner/partner-kind.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  const kind = chosenKind(event)
  const { cloud, locale, session } = event.locals
  if (session) redirect(303, `/enrol/start?kind=${kind}`)
  const allowed = cloud.enrolment.countries
  return {
    kind,
    countries: countries(locale).filter(({ code }) => allowed?.includes(code) ?? true),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { api, t } = event.locals
    const kind = chosenKind(event)
    const { idempotencyKey = '', ...values } = await formValues(event.request)
    const input = workAccountInput.safeParse(values)
    if (!input.success) return failWithFields(t, input.error, values)
    try {
      await api.enrolment.createWorkAccount.mutate({ ...input.data, kind, idempotencyKey })
    } catch (cause) {
      const fields = {
        password_too_weak: 'password',
        country_not_allowed: 'country',
        web_mail_address: 'email',
      }
      return failAtField(t, cause, values, fields)
    }
    redirect(303, '/enrol/check-mail')
  },
}
