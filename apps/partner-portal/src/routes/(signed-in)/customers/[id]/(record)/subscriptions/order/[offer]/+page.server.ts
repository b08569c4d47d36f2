import { idOf } from '@entente/domain/core/id'
import { newOrderInput, placeOrderInput } from '@entente/domain/customer/order'
import { askOrderInput } from '@entente/domain/customer/order-ask'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { failureOf, refusalOf } from '@entente/site/refusal'
import { idAt, recordId } from '#lib/customer/subscriptions.server.ts'
import { orNotFound } from '#lib/partner/partnerships.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  const id = recordId(event)
  const offerId = idAt<'offer'>(event, 'offer')
  const offer = await api.subscriptions.offer
    .query({ id, offerId })
    .catch((cause: unknown) => orNotFound(event, cause))
  const values = Object.fromEntries(event.url.searchParams)
  const chosen = {
    ...{ term: values.term ?? offer.terms[0] ?? '', quantity: values.quantity ?? String(offer.seatsMin) },
    ...{ reseller: values.reseller ?? '', base: values.base ?? '', ask: values.ask ?? '' },
  }
  const shown = { offer, chosen, idempotencyKey: newIdempotencyKey(), review: null, problem: null }
  if (!('review' in values) || !offer.isSeller) return shown
  const order = newOrderInput.safeParse(orderOf(offerId, chosen))
  if (!order.success) return { ...shown, problem: t('errors.invalid_input') }
  return api.subscriptions.review.query({ id, ...order.data }).then(
    (review) => ({ ...shown, review }),
    (cause: unknown) => {
      const refusal = refusalOf(cause)
      if (!refusal) throw cause
      return { ...shown, problem: failureOf(refusal, t, {}).message }
    },
  )
}

const orderOf = (offerId: string, { term, quantity, base, reseller }: FormValues) => ({
  ...{ offerId, term, quantity: Number(quantity) },
  ...{ parentId: base || null, resellerId: reseller || null },
})

export const actions: Actions = {
  place: (event) =>
    formAction(event, {
      schema: (values) =>
        placeOrderInput.safeParse({
          ...orderOf(idAt<'offer'>(event, 'offer'), values),
          ...{ unitPrice: Number(values.unitPrice), askId: values.ask || null },
        }),
      press: 'record.order.place',
      send: (input) => event.locals.api.subscriptions.place.mutate({ ...input, id: recordId(event) }),
      next: ({ subscriptionId }) =>
        `/customers/${event.params.id}/subscriptions/${subscriptionId}?done=create`,
    }),
  ask: (event) =>
    formAction(event, {
      schema: ({ provider, term, quantity }) =>
        askOrderInput.safeParse({
          ...{
            providerId: idOf<'organisation'>().safeParse(provider).data,
            term,
            quantity: Number(quantity),
          },
          offerId: event.params.offer,
        }),
      send: (input) => event.locals.api.subscriptions.asks.send.mutate({ ...input, id: recordId(event) }),
      next: `/customers/${event.params.id}/subscriptions?done=asked`,
    }),
}
