import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { type Decision, readDecision } from '#lib/relationship/decision.ts'
import { type Review, readReview } from '#lib/relationship/invitation.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const review = await readReview(event, event.params.token)
  const decision = readDecision(event) ?? decisionOf(review)
  if (!decision) redirect(303, `/invitation/${event.params.token}`)
  const granted = 'granted' in decision ? decision.granted : []
  return {
    decision,
    partner: review.partner.legalName,
    organisation: review.customer.legalName,
    isPartner: review.relationship === 'active',
    granted: review.services.filter(({ service }) => granted.includes(service)).map(({ name }) => name),
  }
}

// Without the cookie, in another browser or an hour later, the page shows the current state.
function decisionOf({ relationship, services }: Review): Decision | undefined {
  if (relationship !== 'active') return undefined
  const theirs = services.filter(({ state }) => state === 'already_yours')
  return { result: 'already_partner', granted: theirs.map(({ service }) => service) }
}
