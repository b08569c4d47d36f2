import { idOf } from '@entente/domain/core/id'
import { opensTo } from '@entente/domain/core/permission'
import { notFound, refusalOf } from '@entente/site/refusal'
import { requireSession } from '@entente/site/session'
import type { RequestEvent } from '@sveltejs/kit'

/** Which referrals a page shows: a provider has those that it sent, too. */
export function sideOf(event: RequestEvent): { side: 'received' | 'sent'; isProvider: boolean } {
  const { organisation } = requireSession(event)
  if (!event.locals.cloud.referrals.isOn) notFound(event.locals.t)
  const isProvider = organisation?.partnerKind === 'indirect_provider' && event.locals.cloud.indirect.isOn
  return {
    side: isProvider && event.url.searchParams.get('side') === 'sent' ? 'sent' : 'received',
    isProvider,
  }
}

export async function findReferral(event: RequestEvent, wanted: string | null, side: 'received' | 'sent') {
  const { api, t } = event.locals
  const id = idOf<'referral'>().safeParse(wanted)
  if (!id.success) notFound(t)
  return api.referrals.get.query({ id: id.data, side }).catch((cause: unknown) => {
    if (refusalOf(cause)?.code === 'not_found') notFound(t)
    throw cause
  })
}

/** What a request takes from the referral that its address names: whom to write to, and for which company. */
export async function requestedOf(event: RequestEvent): Promise<{ recipients: string; preparedFor: string }> {
  const nobody = { recipients: '', preparedFor: '' }
  const wanted = event.url.searchParams.get('referral')
  const { roles, organisation } = requireSession(event)
  if (wanted === null || !event.locals.cloud.referrals.isOn) return nobody
  if (!opensTo(roles, organisation?.status ?? null, 'referrals.view')) return nobody
  const { contact, company } = await findReferral(event, wanted, 'received')
  return contact ? { recipients: contact.email, preparedFor: company } : nobody
}
