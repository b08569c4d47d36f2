/**
 * The commercial relationship of one customer and one partner: always the same row. It is active or removed; before the
 * first acceptance there is none. Nothing that happens to privileges changes it.
 */
export type RelationshipStatus = 'active' | 'removed'

/** How the customer came into the partner's list. */
export type RelationshipOrigin = 'acceptance' | 'import' | 'created'

/** What an acceptance does to the row, and the status that it saves. */
export type RelationshipStep = { change: 'create' | 'reinstate' | 'unchanged'; status: RelationshipStatus }

const steps: Record<'none' | RelationshipStatus, RelationshipStep> = {
  none: { change: 'create', status: 'active' },
  active: { change: 'unchanged', status: 'active' },
  removed: { change: 'reinstate', status: 'active' },
}

/**
 * Advances a relationship by an acceptance (§4.7), the one event that it has so far. An undefined `status` means no row
 * yet. A removed relationship is the same record again, never a second one.
 */
export const acceptRelationship = (status: RelationshipStatus | undefined): RelationshipStep =>
  steps[status ?? 'none']
