import { requireSession } from '@entente/site/session'
import { redirect } from '@sveltejs/kit'
import { type Decision, readDecision } from '#lib/relationship/decision.ts'
import { type Review, readReview } from '#lib/relationship/invitation.ts'
import type { PageServerLoad } from './$types'

type Row = Review['services'][number]

export const load: PageServerLoad = async (event) => {
  requireSession(event)
  const review = await readReview(event, event.params.token)
  const decision = readDecision(event) ?? decisionOf(review)
  if (!decision) redirect(303, `/invitation/${event.params.token}`)
  const offersFactor =
    decision.result === 'accepted' &&
    !event.url.searchParams.has('later') &&
    (await isFirstWithoutFactor(event.locals.api))
  // A choice without effect granted nothing: the page then says what the partner holds.
  const granted = 'granted' in decision ? decision.granted : []
  const isShown =
    decision.result === 'already_partner'
      ? ({ state }: Row) => state === 'already_yours'
      : ({ service }: Row) => granted.includes(service)
  return {
    decision,
    offersFactor,
    parties: review.parties.map(({ role, legalName, support, relationship }) => ({
      ...{ role, legalName, support, isPartner: relationship === 'active' },
    })),
    organisation: review.customer.legalName,
    asksPrivileges: review.services.length > 0,
    granted: review.services.filter(isShown).map(({ name }) => name),
  }
}

/** A second factor is offered after the customer's first authorisation, to somebody who has none. */
async function isFirstWithoutFactor({ partnerRelationships, secondFactor }: App.Locals['api']) {
  const [{ counts }, { isOn }] = await Promise.all([
    partnerRelationships.list.query({ limit: 1 }),
    secondFactor.status.query(),
  ])
  return counts.all === 1 && !isOn
}

// Without the cookie, in another browser or an hour later, the page shows the current state.
function decisionOf({ parties }: Review): Decision | undefined {
  if (!parties.every(({ relationship }) => relationship === 'active')) return undefined
  const result = 'already_partner'
  return { result, parties: parties.map(({ role }) => ({ role, result })), granted: [] }
}
