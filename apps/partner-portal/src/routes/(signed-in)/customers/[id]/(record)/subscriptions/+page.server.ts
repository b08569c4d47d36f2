import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { subscriptionStates } from '@entente/domain/customer/subscription'
import { newIdempotencyKey } from '@entente/site/form'
import { formAction } from '@entente/site/form-action'
import { textOf } from '@entente/site/list-href'
import { formPath } from '@entente/site/page-path'
import { requireSession } from '@entente/site/session'
import { readList } from '@entente/site/whole-list'
import { z } from 'zod'
import { recordId } from '#lib/customer/subscriptions.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { api } = event.locals
  const { roles, organisation } = requireSession(event)
  const id = recordId(event)
  const { searchParams } = event.url
  const search = textOf(searchParams, 'search')
  const state = subscriptionStates.find((known) => known === searchParams.get('state'))
  const cursor = textOf(searchParams, 'cursor', 1000)
  const list = await readList(event.url, 'subscriptions', (place) =>
    api.subscriptions.list.query({ id, search, state, cursor, ...place }),
  )
  return {
    ...{ list, search: search ?? '', state: state ?? '', cursor },
    asks: await api.subscriptions.asks.list.query({ id }),
    mayOrder: may('partner', roles, 'subscriptions.order'),
    isReseller: organisation?.partnerKind === 'indirect_reseller',
    done: (['asked', 'declined', 'withdrawn'] as const).find((known) => searchParams.get('done') === known),
    idempotencyKey: newIdempotencyKey(),
  }
}

const named = z.object({ askId: idOf<'order_ask'>() })

export const actions: Actions = {
  decline: (event) =>
    formAction(event, {
      schema: named,
      send: (input) => event.locals.api.subscriptions.asks.decline.mutate({ ...input, id: recordId(event) }),
      next: formPath(event.url, { done: 'declined' }),
    }),
  withdraw: (event) =>
    formAction(event, {
      schema: named,
      send: (input) => event.locals.api.subscriptions.asks.withdraw.mutate({ ...input, id: recordId(event) }),
      next: formPath(event.url, { done: 'withdrawn' }),
    }),
}
