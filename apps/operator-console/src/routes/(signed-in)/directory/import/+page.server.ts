import { importLimits } from '@entente/domain/enrolment/directory-input'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction, type Read } from '@entente/site/form-action'
import { requireFresh } from '@entente/site/step-up'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  requireFresh(event)
  return { idempotencyKey: newIdempotencyKey() }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (_, form) => readFile(event, form.get('file')),
      send: async ({ file, idempotencyKey }) =>
        event.locals.api.operatorDirectory.import.mutate({ csv: await file.text(), idempotencyKey }),
      next: (result) => ({ result }),
    }),
}

function readFile({ locals: { t } }: RequestEvent, file: FormDataEntryValue | null): Read<{ file: File }> {
  const wrong = (text: string) => ({ success: false as const, message: text })
  // Without a chosen file, the form sends an empty one.
  if (!(file instanceof File) || file.size === 0) return wrong(t('operator.import.file.missing'))
  if (file.size > importLimits.bytes) return wrong(t('operator.import.file.too_large'))
  return { success: true, data: { file } }
}
