/**
 * The commercial relationship of one customer and one partner: always the same row. It is active or removed; before the
 * first acceptance there is none. Nothing that happens to privileges changes it.
 */
export const relationshipStatuses = ['active', 'removed'] as const
export type RelationshipStatus = (typeof relationshipStatuses)[number]

/** How the customer came into the partner's list. */
export const relationshipOrigins = ['acceptance', 'import', 'created'] as const
export type RelationshipOrigin = (typeof relationshipOrigins)[number]

export type RelationshipEvent = 'accepted' | 'imported' | 'created' | 'removed'

/** State -> event -> next state (§4.7). What is not listed cannot happen. */
const transitions: Record<
  'none' | RelationshipStatus,
  Partial<Record<RelationshipEvent, RelationshipStatus>>
> = {
  none: { accepted: 'active', imported: 'active', created: 'active' },
  active: { accepted: 'active', removed: 'removed' },
  removed: { accepted: 'active' },
}

/** The status after an event, or undefined when the event is not allowed. Before the first event it is undefined too. */
export function nextRelationship(
  status: RelationshipStatus | undefined,
  event: RelationshipEvent,
): RelationshipStatus | undefined {
  return transitions[status ?? 'none'][event]
}

export type RelationshipChange = 'create' | 'reinstate' | 'unchanged'

/** What an acceptance does to the row: a removed relationship is the same record again, never a second one. */
export function relationshipChange(status: RelationshipStatus | undefined): RelationshipChange {
  const next = nextRelationship(status, 'accepted')
  if (!next) throw new Error(`A relationship that is ${status} cannot be accepted.`)
  if (status === undefined) return 'create'
  return status === next ? 'unchanged' : 'reinstate'
}
