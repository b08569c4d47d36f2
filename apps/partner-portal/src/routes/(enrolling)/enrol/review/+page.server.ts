import { readablePhone } from '@entente/addresses/phone'
import { addressLines } from '@entente/addresses/postal-address'
import { submitInput } from '@entente/domain/enrolment/enrolment-input'
import { isDraft } from '@entente/domain/enrolment/enrolment-parts'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { redirect } from '@sveltejs/kit'
import { type Application, applicationOf } from '#lib/enrolment/enrolment.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!isDraft(application.state)) redirect(303, '/enrol/status')
  return { application, entries: entriesOf(application), idempotencyKey: newIdempotencyKey() }
}

/** What the applicant has entered, in readable form. */
function entriesOf({ profile }: Application) {
  const phone = (number: string | null) => (number ? readablePhone(number) : null)
  const address = {
    country: profile.country,
    line1: profile.addressLine1 ?? '',
    line2: profile.addressLine2 ?? '',
    city: profile.city ?? '',
    region: profile.region ?? '',
    postalCode: profile.postalCode ?? '',
  }
  return {
    legal_profile: [
      profile.legalName,
      profile.registrationNumber,
      ...(profile.addressLine1 ? addressLines(address) : []),
    ],
    primary_contact: [profile.contactName, profile.contactEmail, phone(profile.contactPhone)],
    support: [profile.supportEmail, phone(profile.supportPhone), profile.supportWebsite],
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: submitInput,
      send: (input) => event.locals.api.enrolment.submit.mutate(input),
      next: '/enrol/status',
    }),
}
