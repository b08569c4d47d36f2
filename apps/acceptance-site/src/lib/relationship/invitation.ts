import { may } from '@entente/domain/core/permission'
import { statusOf } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { signInPath } from '../core/paths.ts'

/** What everybody with the link may read. */
export type Card = Awaited<ReturnType<Api['invitation']['card']['query']>>
/** What a person decides on who may decide for the customer. */
export type Review = Awaited<ReturnType<Api['invitation']['review']['query']>>
export type ServiceRow = Review['services'][number]

/**
 * The current state of the request behind a link. Throws a 403 error with the people to ask if the visitor is not a
 * person who may decide (R-022, D-08), and redirects to sign-in if the session has ended. Rethrows other refusals.
 */
export async function readReview({ locals, url }: RequestEvent, token: string): Promise<Review> {
  try {
    return await locals.api.invitation.review.query({ token })
  } catch (cause) {
    const refusal = refusalOf(cause)
    if (refusal?.code === 'not_signed_in') redirect(303, signInPath(url.pathname))
    if (refusal?.code !== 'not_decider') throw cause
    return refuseOthers({ locals }, refusal.admins)
  }
}

type Admin = { name: string; email: string }

/** Throws the page that says who decides, to somebody who may not. */
export function refuseOthers(
  { locals: { requestId, t } }: Pick<RequestEvent, 'locals'>,
  admins: Admin[],
): never {
  const code = 'not_decider'
  error(statusOf[code], refusalText(t, { code, admins }), { code, admins, requestId })
}

export type Standing = 'complete' | 'active' | 'removed' | 'declined' | 'open'

/** How a request stands for the customer: what a person who opens it again sees first. */
export function standingOf(
  relationship: Review['relationship'],
  { holdsAll, declinedAt }: { holdsAll: boolean; declinedAt: string | null },
): Standing {
  if (relationship === 'active') return holdsAll ? 'complete' : 'active'
  if (relationship === 'removed') return 'removed'
  return declinedAt ? 'declined' : 'open'
}

/** What a signed-in person may know about a request: how it stands, and who decides. */
export async function readStanding(event: RequestEvent, token: string, card: Card) {
  const { session, api } = event.locals
  if (!session?.organisation) return undefined
  if (may('customer', session.roles, 'invitation.decide')) {
    const { relationship, services, declinedAt } = await readReview(event, token)
    const holdsAll = services.every(({ state }) => state === 'already_yours')
    return { standing: standingOf(relationship, { holdsAll, declinedAt }), declinedAt, admins: undefined }
  }
  const { partners, admins } = await api.partnerRelationships.list.query()
  const known = partners.find(({ partnerId }) => partnerId === card.partner.partnerId)
  const holdsAll = !card.withPrivileges || known?.services.every(({ held }) => held) === true
  return {
    standing: standingOf(known?.status ?? 'none', { holdsAll, declinedAt: null }),
    declinedAt: null,
    admins,
  }
}

/** Whether a partner says where its customers find help. */
export const hasSupport = ({ email, phone, website }: Card['partner']['support']): boolean =>
  [email, phone, website].some(Boolean)
