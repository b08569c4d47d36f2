import { isCorrecting } from '@entente/domain/enrolment/enrolment'
import { chooseProfileInput } from '@entente/domain/enrolment/enrolment-input'
import { countryName } from '@entente/i18n/format'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { pathAfterSave } from '#lib/enrolment/enrolment.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { locale, t, api } = event.locals
  const application = await applicationOf(event)
  const { profiles } = await api.enrolment.membershipOptions.query()
  const isLinked = application.mpnId !== null && !isCorrecting(application.state)
  if (!profiles || isLinked) redirect(303, '/enrol/membership')
  const options = profiles.map(({ mpnId, name, country, unusable }) => ({
    value: mpnId,
    label: t('enrol.choose.profile', { name, mpn: mpnId }),
    hint: unusable
      ? t(`enrol.choose.reason.${unusable.reason}`, {
          profileCountry: countryName(locale, unusable.profileCountry),
          country: countryName(locale, unusable.country),
        })
      : countryName(locale, country),
    disabled: unusable !== null,
  }))
  const { state, mpnId, missing, isKnownCompany } = application
  return { options, progress: { state, mpnId, missing, isKnownCompany }, idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  choose: (event) =>
    formAction(event, {
      schema: chooseProfileInput,
      send: (input) => event.locals.api.enrolment.chooseProfile.mutate(input),
      fields: { mpn_profile_unusable: 'mpnId', mpn_in_use: 'mpnId' },
      next: pathAfterSave,
    }),

  /** Back to the membership sign-in; nothing else is lost. */
  cancel: (event) =>
    formAction(event, {
      send: (keyed) => event.locals.api.enrolment.cancelMembership.mutate(keyed),
      next: '/enrol/membership',
    }),
}
