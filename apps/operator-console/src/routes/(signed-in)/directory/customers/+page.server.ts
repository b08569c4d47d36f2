import { type LegacyEncoding, legacyEncodings } from '@entente/domain/core/csv'
import { knownCustomerLimits } from '@entente/domain/customer/known-customer'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  return {
    recorded: await event.locals.api.knownCustomers.count.query(),
    idempotencyKey: newIdempotencyKey(),
  }
}

type Chosen = { file: File; encoding: LegacyEncoding | null; seen: string }

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: ({ encoding, seen = '' }, form) => {
        const file = form.get('file')
        const wrong = (message: string) => ({ success: false as const, message })
        if (!(file instanceof File) || file.size === 0)
          return wrong(event.locals.t('common.csv.file.missing'))
        if (file.size > knownCustomerLimits.bytes) return wrong(event.locals.t('operator.known.too_large'))
        const known = legacyEncodings.find((name) => name === encoding) ?? null
        return { success: true as const, data: { file, encoding: known, seen } satisfies Chosen }
      },
      press: 'operator.known.import',
      send: async ({ file, ...input }) => {
        const content = Buffer.from(await file.arrayBuffer()).toString('base64')
        return event.locals.api.knownCustomers.import.mutate({ ...input, file: content })
      },
      next: (imported) => ({ imported }),
    }),
}
