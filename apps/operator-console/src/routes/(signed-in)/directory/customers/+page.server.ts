import { knownCustomerLimits } from '@entente/domain/customer/known-customer'
import { inBase64, readCsvForm } from '@entente/site/csv-form'
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

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: readCsvForm(knownCustomerLimits.bytes, {
        missing: event.locals.t('common.csv.file.missing'),
        tooLarge: event.locals.t('operator.known.too_large'),
      }),
      press: 'operator.known.import',
      send: async ({ file, ...input }) =>
        event.locals.api.knownCustomers.import.mutate({ ...input, file: await inBase64(file) }),
      next: (imported) => ({ imported }),
    }),
}
