import type { Id } from '../src/core/id.ts'
import type { AcceptancePlan } from '../src/relationship/acceptance.ts'
import type { GrantChange, Holding } from '../src/relationship/admin-grant.ts'
import type { RelationshipStatus } from '../src/relationship/relationship.ts'

/** What acceptances change of one customer. */
export type CustomerState = {
  relationships: ReadonlyMap<Id<'organisation'>, RelationshipStatus>
  grants: readonly Holding[]
}

/** The state after a partner's plan is written: the model that tests compare the rows with. */
export function applyAcceptance(
  state: CustomerState,
  partnerId: Id<'organisation'>,
  plan: AcceptancePlan,
): CustomerState {
  return {
    relationships: new Map(state.relationships).set(partnerId, plan.relationship.status),
    grants: applyGrants(state.grants, partnerId, plan.grants),
  }
}

/** The customer's live grants after these changes for a partner: exactly the named grants end, the new ones begin. */
export function applyGrants(
  grants: readonly Holding[],
  partnerId: Id<'organisation'>,
  changes: readonly GrantChange[],
): Holding[] {
  const ended = (grant: Holding) =>
    changes.some(({ service, from }) => service === grant.service && from === grant.partnerId)
  return [
    ...grants.filter((grant) => !ended(grant)),
    ...changes.map(({ service }) => ({ service, partnerId })),
  ]
}
