import { reviewPath, signInPath, signUpPath } from '#lib/core/paths.ts'
import { readStanding, toldBefore } from '#lib/relationship/invitation.ts'
import type { PageServerLoad } from './$types'

// Everybody with the link may read it: it names no customer. Opening it is neither counted nor recorded.
export const load: PageServerLoad = async (event) => {
  const { token } = event.params
  const { cloud, locale } = event.locals
  const card = await event.locals.api.invitation.card.query({ token })
  return {
    card,
    mine: await readStanding(event, token, card),
    review: reviewPath(token),
    signIn: signInPath(reviewPath(token)),
    signUp: signUpPath(token),
    ...toldBefore(cloud, locale),
  }
}
