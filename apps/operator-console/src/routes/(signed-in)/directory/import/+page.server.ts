import { type LegacyEncoding, legacyEncodings } from '@entente/domain/core/csv'
import { importLimits } from '@entente/domain/enrolment/directory-input'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
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
      schema: (values, form) => readFile(event, values, form.get('file')),
      // The bytes as they are: reading them as text here would lose what is not UTF-8.
      press: 'operator.import.submit',
      send: async ({ file, ...input }) => {
        const content = Buffer.from(await file.arrayBuffer()).toString('base64')
        return event.locals.api.operatorDirectory.import.mutate({ ...input, file: content })
      },
      next: async () => {
        // Somebody who leaves now finds it done all the same.
        await event.locals.api.operatorDirectory.imported.query()
        return '/directory/import/result'
      },
    }),
}

type Chosen = { file: File; encoding: LegacyEncoding | null; seen: string }

function readFile(
  { locals: { t } }: RequestEvent,
  { encoding, seen = '' }: FormValues,
  file: FormDataEntryValue | null,
): Read<Chosen> {
  const wrong = (text: string) => ({ success: false as const, message: text })
  // Without a chosen file, the form sends an empty one.
  if (!(file instanceof File) || file.size === 0) return wrong(t('common.csv.file.missing'))
  if (file.size > importLimits.bytes) return wrong(t('operator.import.file.too_large'))
  const known = legacyEncodings.find((name) => name === encoding) ?? null
  return { success: true, data: { file, encoding: known, seen } }
}
