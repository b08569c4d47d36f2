import { may } from '@entente/domain/core/permission'
import { offerListLimits } from '@entente/domain/customer/offer'
import { inBase64, readCsvForm } from '@entente/site/csv-form'
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

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: readCsvForm(offerListLimits.bytes, {
        missing: event.locals.t('common.csv.file.missing'),
        tooLarge: event.locals.t('operator.offers.too_large'),
      }),
      press: 'operator.offers.import',
      send: async ({ file, ...input }) =>
        event.locals.api.offerList.import.mutate({ ...input, file: await inBase64(file) }),
      next: (imported) => ({ imported }),
    }),
}
