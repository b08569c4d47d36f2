import { type LegacyEncoding, legacyEncodings } from '@entente/domain/core/csv'
import { may } from '@entente/domain/core/permission'
import { offerListLimits } from '@entente/domain/customer/offer'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { roles } = requireSession(event)
  const search = textOf(event.url.searchParams, 'search')
  const cursor = textOf(event.url.searchParams, 'cursor', 1000)
  const { offers, nextCursor } = await event.locals.api.offerList.list.query({ search, cursor })
  return {
    ...{ offers, nextCursor, cursor, search: search ?? '', idempotencyKey: newIdempotencyKey() },
    mayImport: may('operator', roles, 'offers.import'),
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
        if (file.size > offerListLimits.bytes) return wrong(event.locals.t('operator.offers.too_large'))
        const known = legacyEncodings.find((name) => name === encoding) ?? null
        return { success: true as const, data: { file, encoding: known, seen } satisfies Chosen }
      },
      press: 'operator.offers.import',
      send: async ({ file, ...input }) => {
        const content = Buffer.from(await file.arrayBuffer()).toString('base64')
        return event.locals.api.offerList.import.mutate({ ...input, file: content })
      },
      next: (imported) => ({ imported }),
    }),
}
