import { businessProfileInput, logoInput } from '@entente/domain/partner/business-profile'
import { profileLimits } from '@entente/domain/partner/business-profile-limits'
import { countries } from '@entente/i18n/countries'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { notFound } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { tickedIn } from '#lib/core/ticked.ts'
import { savedWord, whyNotAllowed } from '#lib/partner/settings.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const { api, cloud, locale, t } = event.locals
  if (!cloud.businessProfile.isOn) notFound(t)
  if (whyNotAllowed(event, 'business_profile.edit')) redirect(303, '/settings')
  return {
    profile: await api.businessProfiles.own.query(),
    countries: countries(locale).map(({ code: value, name: label }) => ({ value, label })),
    services: cloud.services.map(({ id: value, name: label }) => ({ value, label })),
    saved: savedWord(event, ['profile', 'logo']),
    keys: { profile: newIdempotencyKey(), logo: newIdempotencyKey(), removal: newIdempotencyKey() },
  }
}

/** The lines of the form that have a city. */
const locationsIn = (values: Record<string, string>) =>
  Array.from({ length: profileLimits.locations }, (_, line) => ({
    country: values[`country.${line}`] ?? '',
    city: (values[`city.${line}`] ?? '').replace(/\s+/g, ' ').trim(),
  })).filter(({ city }) => city !== '')

const tooLarge = { code: 'logo_refused', reason: 'size' } as const
const next = '/settings/business-profile'

export const actions: Actions = {
  save: (event) =>
    formAction(event, {
      schema: (values) =>
        businessProfileInput.safeParse({
          description: values.description ?? '',
          services: tickedIn(values, 'services'),
          locations: locationsIn(values),
          isPublished: values.isPublished === 'on',
        }),
      send: (input) => event.locals.api.businessProfiles.save.mutate(input),
      next: `${next}?saved=profile`,
      fields: { too_many_locations: 'city.0' },
    }),
  logo: (event) =>
    formAction(event, {
      schema: (_, form) => {
        const file = form.get('file')
        if (!(file instanceof File) || file.size === 0)
          return { success: false, refusal: { code: 'logo_refused', reason: 'type' } }
        if (file.size > profileLimits.logoBytes) return { success: false, refusal: tooLarge }
        return { success: true, data: { file } }
      },
      unreadable: tooLarge,
      send: async ({ file, idempotencyKey }) => {
        const content = Buffer.from(await file.arrayBuffer()).toString('base64')
        await event.locals.api.businessProfiles.saveLogo.mutate({ content, idempotencyKey })
      },
      next: `${next}?saved=logo`,
      fields: { logo_refused: 'file', no_business_profile: 'file' },
    }),
  removeLogo: (event) =>
    formAction(event, {
      schema: () => logoInput.safeParse({ content: '' }),
      send: (input) => event.locals.api.businessProfiles.saveLogo.mutate(input),
      next: `${next}?saved=logo`,
    }),
}
