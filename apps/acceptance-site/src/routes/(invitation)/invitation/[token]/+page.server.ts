import { reviewPath, signInPath, signUpPath } from '#lib/core/paths.ts'
import type { PageServerLoad } from './$types'

// Everybody with the link may read it: it names no customer. Opening it is neither counted nor recorded.
export const load: PageServerLoad = async ({ locals, params: { token } }) => ({
  card: await locals.api.invitation.card.query({ token }),
  review: reviewPath(token),
  signIn: signInPath(reviewPath(token)),
  signUp: signUpPath(token),
})
