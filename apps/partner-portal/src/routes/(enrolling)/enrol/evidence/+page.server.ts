import { consentInput, documentLimits } from '@entente/domain/enrolment/enrolment-input'
import { isDraft } from '@entente/domain/enrolment/enrolment-parts'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { nextStepPath, pathAfterSave } from '#lib/enrolment/enrolment.ts'
import { upload } from '#lib/enrolment/upload.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { organisation } = requireSession(event)
  const application = await applicationOf(event)
  if (!application.editable.documents || application.asked.length === 0) redirect(303, '/enrol/status')
  return {
    application,
    company: organisation?.legalName ?? '',
    documentsMax: documentLimits.perApplication,
    isSaved: event.url.searchParams.has('saved'),
    /** Where the page leads when nothing is missing. */
    next: isDraft(application.state) ? nextStepPath(application) : pathAfterSave(application),
    idempotencyKey: newIdempotencyKey(),
  }
}

export const actions: Actions = {
  consent: (event) =>
    formAction(event, {
      schema: consentInput,
      send: (input) => event.locals.api.enrolment.giveConsent.mutate(input),
      next: '/enrol/evidence?saved',
    }),

  upload: (event) => upload(event, '/enrol/evidence?saved'),
}
