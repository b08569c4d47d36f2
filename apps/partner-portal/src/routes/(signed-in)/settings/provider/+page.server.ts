import { providerEntryInput } from '@entente/addresses/company-profile'
import { providerServices, spokenLanguages } from '@entente/domain/partner/provider-entry'
import { countries } from '@entente/i18n/countries'
import { byName, languageName } from '@entente/i18n/languages'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { tickedIn } from '#lib/core/ticked.ts'
import { readCompanyForm } from '#lib/enrolment/company-form.server.ts'
import { savedWord, whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  if (whyNotAllowed(event, 'provider_entry.edit')) redirect(303, '/settings')
  const { api, locale } = event.locals
  return {
    entry: await api.providers.entry.query(),
    countries: countries(locale),
    services: providerServices,
    languages: byName(
      locale,
      spokenLanguages.map((code) => ({ code, name: languageName(locale, code) })),
    ),
    saved: savedWord(event, ['entry']),
    idempotencyKey: newIdempotencyKey(),
  }
}

const oneLine = (text = '') => text.replace(/\s+/g, ' ')

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) =>
        readCompanyForm(event, providerEntryInput, {
          ...values,
          programmes: oneLine(values.programmes),
          supportLevel: oneLine(values.supportLevel),
          conditions: oneLine(values.conditions),
          countries: tickedIn(values, 'countries'),
          services: tickedIn(values, 'services'),
          languages: tickedIn(values, 'languages'),
        }),
      send: (input) => event.locals.api.providers.saveEntry.mutate(input),
      next: '/settings/provider?saved=entry',
    }),
}
