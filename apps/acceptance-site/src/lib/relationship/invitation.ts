import { statusOf } from '@entente/domain/refusal'
import { refusalText } from '@entente/i18n/refusal'
import type { Api } from '@entente/site/api'
import { refusalOf } from '@entente/site/refusal'
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import { signInPath } from '../core/paths.ts'

/** What anybody with the link may read. */
export type Card = Awaited<ReturnType<Api['invitation']['card']['query']>>
/** What the customer's global admin decides about. */
export type Review = Awaited<ReturnType<Api['invitation']['review']['query']>>
export type ServiceRow = Review['services'][number]

/**
 * The request behind a link as it stands now. Answers 403 with the people to ask when the visitor is not a global
 * admin (R-022, D-08), and leads to sign-in when the session ended; other refusals become pages of their own status.
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
