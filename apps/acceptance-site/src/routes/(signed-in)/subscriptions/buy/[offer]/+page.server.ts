import { idOf } from '@entente/domain/core/id'
import { purchaseInput } from '@entente/domain/customer/purchase'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { failureOf, notFound, refusalOf } from '@entente/site/refusal'
import { openPurchase } from '#lib/customer/purchase.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api, t } = event.locals
  const { seller, orNotFound } = await openPurchase(event)
  const offerId = idOf<'offer'>().safeParse(event.params.offer).data ?? notFound(t)
  const { partnerId } = seller
  const offer = await api.ownSubscriptions.offer.query({ partnerId, offerId }).catch(orNotFound)
  const values = Object.fromEntries(event.url.searchParams)
  const chosen = {
    ...{ seller: partnerId, reseller: seller.resellerId ?? '', base: values.base ?? '' },
    ...{ term: values.term ?? offer.terms[0] ?? '', quantity: values.quantity ?? String(offer.seatsMin) },
  }
  const shown = { seller, offer, chosen, idempotencyKey: newIdempotencyKey(), review: null, problem: null }
  if (!('review' in values)) return shown
  const purchase = purchaseInput.safeParse(purchaseOf(offerId, chosen))
  if (!purchase.success) return { ...shown, problem: t('errors.invalid_input') }
  return api.ownSubscriptions.review.query(purchase.data).then(
    (review) => ({ ...shown, review }),
    (cause: unknown) => {
      const refusal = refusalOf(cause)
      if (!refusal) throw cause
      return { ...shown, problem: failureOf(refusal, t, {}).message }
    },
  )
}

const purchaseOf = (offerId: string, { seller, reseller, base, term, quantity }: FormValues) => ({
  ...{ partnerId: seller, resellerId: reseller || null, parentId: base || null },
  ...{ offerId, term, quantity: Number(quantity) },
})

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: (values) => purchaseInput.safeParse(purchaseOf(event.params.offer, values)),
      press: 'acceptance.subscriptions.confirm',
      send: (input) => event.locals.api.ownSubscriptions.buy.mutate(input),
      next: '/subscriptions?bought',
    }),
}
