import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** The seller that the address of a purchase's page names; **Subscriptions** says why somebody may not buy. */
export async function openPurchase(event: RequestEvent) {
  const { roles } = requireSession(event)
  const { api, t } = event.locals
  if (!may('customer', roles, 'own_subscriptions.buy')) redirect(303, '/subscriptions')
  const { searchParams } = event.url
  const partnerId = idOf<'organisation'>().safeParse(searchParams.get('seller')).data
  const resellerId = idOf<'organisation'>().safeParse(searchParams.get('reseller')).data ?? null
  const { sellers } = await api.ownSubscriptions.sellers.query()
  const seller = sellers.find((one) => one.partnerId === partnerId && one.resellerId === resellerId)
  if (!seller) notFound(t)
  if (!seller.isAllowed) redirect(303, '/subscriptions')
  const orNotFound = (cause: unknown): never => {
    const code = refusalOf(cause)?.code
    if (code === 'not_found' || code === 'invalid_input') notFound(t)
    throw cause
  }
  return { seller, orNotFound }
}
