import { attestAgreementInput } from '@entente/domain/customer/customer-agreement'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { inArea } from '#lib/customer/area.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, parent, url }) => ({
  agreement: await inArea({ parent }, 'customer_agreement.view', ({ id }) =>
    api.customerAgreement.get.query({ id }),
  ),
  idempotencyKey: newIdempotencyKey(),
  isAttested: url.searchParams.has('attested'),
})

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => attestAgreementInput.safeParse({ ...values, id: event.params.id }),
      send: (input) => event.locals.api.customerAgreement.attest.mutate(input),
      fields: { agreement_date_in_future: 'agreedOn' },
      next: `/customers/${event.params.id}/agreement?attested`,
    }),
}
