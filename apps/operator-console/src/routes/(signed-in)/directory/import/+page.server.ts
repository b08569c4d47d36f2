import { importLimits } from '@entente/domain/enrolment/directory-input'
import { newIdempotencyKey } from '@entente/site/form'
import { failWith } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { error, fail, type RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return { idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: async (event) => {
    requireSession(event)
    const { api, t } = event.locals
    const form = await readForm(event)
    const file = form.get('file')
    // Without a chosen file, the form sends an empty one.
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { problem: t('operator.import.file.missing') })
    if (file.size > importLimits.bytes) return fail(400, { problem: t('operator.import.file.too_large') })
    const idempotencyKey = String(form.get('idempotencyKey') ?? '')
    try {
      const csv = await file.text()
      return { result: await api.operatorDirectory.import.mutate({ csv, idempotencyKey }) }
    } catch (cause) {
      const { status, data } = failWith(cause, t, {})
      return fail(status, { problem: data.message })
    }
  },
}

async function readForm({ request }: RequestEvent): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    // formData() throws a TypeError for any other body, also when the client disconnects halfway.
    if (cause instanceof TypeError) error(400, 'Bad Request')
    throw cause
  }
}
