import { documentKinds, documentLimits } from '@entente/domain/enrolment/enrolment-input'
import { formAction } from '@entente/site/form-action'
import type { RequestEvent } from '@sveltejs/kit'

/** Uploads a document of the application, then opens `next`. */
export const upload = (event: RequestEvent, next: string) =>
  formAction(event, {
    schema: ({ kind }, form) => {
      const file = form.get('file')
      const isFile = file instanceof File
      if (isFile && file.size > documentLimits.bytes) return { success: false, refusal: tooLarge }
      // Without a file, the API refuses the empty content.
      const data = { kind: knownKind(kind), name: (isFile && file.name) || '-', file: isFile ? file : null }
      return { success: true, data }
    },
    // Reading fails if the body is larger than this site accepts.
    unreadable: tooLarge,
    send: async ({ file, ...input }) => {
      const content = file ? Buffer.from(await file.arrayBuffer()).toString('base64') : ''
      await event.locals.api.enrolment.uploadDocument.mutate({ ...input, content })
    },
    fields: { document_refused: 'file' },
    next,
  })

const tooLarge = { code: 'document_refused', reason: 'too_large' } as const
const knownKind = (wanted = '') => documentKinds.find((kind) => kind === wanted) ?? 'other'
