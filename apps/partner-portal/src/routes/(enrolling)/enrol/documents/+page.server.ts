import {
  documentKinds,
  documentLimits,
  provideDocumentsInput,
} from '@entente/domain/enrolment/enrolment-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf } from '#lib/enrolment/enrolment.server.ts'
import { upload } from '#lib/enrolment/upload.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!application.editable.documents) redirect(303, '/enrol/status')
  requireSession(event)
  return {
    application,
    kinds: documentKinds,
    documentsMax: documentLimits.perApplication,
    answer: answerOf(application.state),
    isSaved: event.url.searchParams.has('saved'),
    idempotencyKey: newIdempotencyKey(),
  }
}

/** How the applicant can respond to the operator in this state; null if the operator expects nothing. */
const answerOf = (state: string) =>
  state === 'documents_requested' ? ('provide' as const) : state === 'rejected' ? ('appeal' as const) : null

export const actions: Actions = {
  upload: (event) => upload(event, '/enrol/documents?saved'),

  send: async (event) => {
    const { state } = await applicationOf(event)
    const { enrolment } = event.locals.api
    return formAction(event, {
      schema: provideDocumentsInput,
      send: (input) => (state === 'rejected' ? enrolment.appeal : enrolment.provideDocuments).mutate(input),
      next: '/enrol/status',
    })
  },
}
