import { reviewPath, signInPath, signUpPath } from '#lib/core/paths.ts'
import type { PageServerLoad } from './$types'

// Readable by everybody who has the link, as it names no customer; opening it is neither counted nor kept.
export const load: PageServerLoad = async ({ locals, params: { token } }) => ({
  card: await locals.api.invitation.card.query({ token }),
  review: reviewPath(token),
  signIn: signInPath(reviewPath(token)),
  signUp: signUpPath(token),
})
