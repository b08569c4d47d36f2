import type { Id } from '../src/core/id.ts'
import { type AcceptancePlan, holdingsAfter } from '../src/relationship/acceptance.ts'
import type { Holding } from '../src/relationship/admin-grant.ts'
import type { RelationshipStatus } from '../src/relationship/relationship.ts'

/** What acceptances change of one customer. */
export type CustomerState = {
  relationships: ReadonlyMap<Id<'organisation'>, RelationshipStatus>
  grants: readonly Holding[]
}

/** The state after a plan is written: the model that tests compare the rows with. */
export const applyAcceptance = (state: CustomerState, plan: AcceptancePlan): CustomerState => ({
  relationships: new Map([
    ...state.relationships,
    ...plan.parties.map(({ partnerId, relationship }) => [partnerId, relationship.status] as const),
  ]),
  grants: holdingsAfter(state.grants, plan),
})
