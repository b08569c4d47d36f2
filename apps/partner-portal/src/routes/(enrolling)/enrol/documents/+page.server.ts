import {
  documentKinds,
  documentLimits,
  provideDocumentsInput,
} from '@entente/domain/enrolment/enrolment-input'
import type { FormValues } from '@entente/site/form'
import { newIdempotencyKey } from '@entente/site/form'
import { failWithRefusal } from '@entente/site/refusal'
import { failAtField } from '@entente/site/refused-fields'
import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { applicationOf, sendForm } from '#lib/enrolment/enrolment.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const application = await applicationOf(event)
  if (!application.editable.documents) redirect(303, '/enrol/status')
  const { timeZone } = requireSession(event)
  return {
    application,
    kinds: documentKinds,
    documentsMax: documentLimits.perApplication,
    answer: answerOf(application.state),
    timeZone: timeZone ?? event.locals.cloud.timeZone,
    isSaved: event.url.searchParams.has('saved'),
    idempotencyKey: newIdempotencyKey(),
  }
}

/** How the applicant can respond to the operator in this state; null if the operator expects nothing. */
const answerOf = (state: string) =>
  state === 'documents_requested' ? ('provide' as const) : state === 'rejected' ? ('appeal' as const) : null

const atFile = (failure: ReturnType<typeof failWithRefusal>) => {
  failure.data.fields = { file: [failure.data.message] }
  return failure
}

export const actions: Actions = {
  upload: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const tooLarge = (values: FormValues) =>
      atFile(failWithRefusal({ code: 'document_refused', reason: 'too_large' }, t, values))
    // Reading fails if the body is larger than this site accepts.
    const form = await event.request.formData().catch(() => undefined)
    if (!form) return tooLarge({ kind: '' })
    const file = form.get('file')
    const text = (name: string): string => String(form.get(name) ?? '')
    const values: FormValues = { kind: text('kind') }
    if (file instanceof File && file.size > documentLimits.bytes) return tooLarge(values)
    const content = file instanceof File ? Buffer.from(await file.arrayBuffer()).toString('base64') : ''
    try {
      await api.enrolment.uploadDocument.mutate({
        kind: documentKinds.find((kind) => kind === values.kind) ?? 'other',
        // Without a file, the API refuses the empty content.
        name: (file instanceof File && file.name) || '-',
        content,
        idempotencyKey: text('idempotencyKey'),
      })
    } catch (cause) {
      return failAtField(t, cause, values, { document_refused: 'file' })
    }
    redirect(303, '/enrol/documents?saved')
  },

  send: async (event) => {
    const { state } = await applicationOf(event)
    const { enrolment } = event.locals.api
    const failure = await sendForm(event, {
      schema: provideDocumentsInput,
      send: (input) => (state === 'rejected' ? enrolment.appeal : enrolment.provideDocuments).mutate(input),
    })
    return failure ?? redirect(303, '/enrol/status')
  },
}
