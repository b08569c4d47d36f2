import { may } from '@entente/domain/core/permission'
import { orderKinds, subscriptionChange } from '@entente/domain/customer/order'
import { type FormValues, newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { textOf } from '@entente/site/list-href'
import { requireSession } from '@entente/site/session'
import { z } from 'zod'
import { idAt, recordId } from '#lib/customer/subscriptions.server.ts'
import { orNotFound } from '#lib/partner/partnerships.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api } = event.locals
  const { roles } = requireSession(event)
  const [id, subscriptionId] = [recordId(event), idAt<'subscription'>(event, 'subscription')]
  const { searchParams } = event.url
  const cursor = textOf(searchParams, 'cursor', 1000)
  const found = await api.subscriptions.get
    .query({ id, subscriptionId, cursor })
    .catch((cause: unknown) => orNotFound(event, cause))
  const mayOrder = may('partner', roles, 'subscriptions.order')
  const isChangeable = mayOrder && found.isOwn && found.state === 'active' && !found.hasPendingOrder
  // A base moves to another base; the add-ons of another offer are not its.
  const others =
    isChangeable && !found.parentId
      ? (await api.subscriptions.catalogue.query({ id, from: subscriptionId, limit: 100 })).offers
      : []
  return {
    ...{ found, mayOrder, cursor, others: others.filter((offer) => offer.id !== found.offerId) },
    seats: Number(searchParams.get('seats')) || null,
    done: orderKinds.find((known) => known === searchParams.get('done')),
    idempotencyKey: newIdempotencyKey(),
  }
}

const changeKinds = orderKinds.filter((kind) => kind !== 'create')

/** What a form of the page changes; an offer or a term stands with the price that was shown. */
function changeOf({ kind, quantity, choice = '', unitPrice, resellerId, isOn }: FormValues) {
  const [chosen, price = ''] = choice.split(' ')
  return {
    ...{ kind, offerId: chosen, term: chosen, resellerId, quantity: Number(quantity), isOn: isOn === 'true' },
    unitPrice: Number(unitPrice ?? price),
  }
}

export const actions: Actions = {
  default: (event) =>
    formAction(event, {
      schema: ({ version, ...values }) =>
        z
          .object({ version: z.number().int(), change: subscriptionChange })
          .safeParse({ version: Number(version), change: changeOf(values) }),
      press: ({ kind }) => `record.change.${changeKinds.find((known) => known === kind) ?? 'quantity'}`,
      send: (input) =>
        event.locals.api.subscriptions.change.mutate({
          ...{ ...input, id: recordId(event) },
          subscriptionId: idAt<'subscription'>(event, 'subscription'),
        }),
      next: (_, { change }) => `${event.url.pathname}?done=${change.kind}`,
    }),
}
