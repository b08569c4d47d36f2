import { statusOf } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { signInPath } from '../core/paths.ts'

/** What everybody with the link may read. */
export type Card = Awaited<ReturnType<Api['invitation']['card']['query']>>
/** What the customer's global admin decides on. */
export type Review = Awaited<ReturnType<Api['invitation']['review']['query']>>
export type ServiceRow = Review['services'][number]

/**
 * The current state of the request behind a link. Throws a 403 error with the people to ask if the visitor is not a
 * global admin (R-022, D-08), and redirects to sign-in if the session has ended. Rethrows other refusals.
 */
export async function readReview({ locals, url }: RequestEvent, token: string): Promise<Review> {
  try {
    return await locals.api.invitation.review.query({ token })
  } catch (cause) {
    const refusal = refusalOf(cause)
    if (refusal?.code === 'not_signed_in') redirect(303, signInPath(url.pathname))
    if (refusal?.code !== 'not_global_admin') throw cause
    const { code, admins } = refusal
    const { requestId, t } = locals
    error(statusOf[code], refusalText(t, refusal), { code, admins, requestId })
  }
}

/** Whether a partner says where its customers find help. */
export const hasSupport = ({ email, phone, website }: Card['partner']['support']): boolean =>
  [email, phone, website].some(Boolean)
