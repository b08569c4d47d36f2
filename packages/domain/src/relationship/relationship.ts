import type { customerOrigins } from './customer-list-sizes.ts'

/**
 * The commercial relationship of one customer and one partner: always the same row. It is active or removed; before the
 * first acceptance there is none. Nothing that happens to privileges changes it.
 */
export type RelationshipStatus = 'active' | 'removed'

/** How the customer came into the partner's list. */
export type RelationshipOrigin = (typeof customerOrigins)[number]

/**
 * What can happen to a relationship: the customer accepts, the operator's records name the customer, the partner creates
 * the customer's account, or the partner removes the relationship.
 */
export type RelationshipEvent = 'accept' | 'import' | 'create' | 'remove'

export type RelationshipChange = 'create' | 'reinstate' | 'unchanged' | 'remove'

/** What an acceptance does to the row, and the status that it saves. */
export type RelationshipStep = { change: Exclude<RelationshipChange, 'remove'>; status: RelationshipStatus }

type Step = { change: RelationshipChange; status: RelationshipStatus }
type State = 'none' | RelationshipStatus

/**
 * The machine of §4.7. Only the customer brings a removed relationship back: an import leaves it removed, and an account is
 * created only for a customer that nobody has.
 */
const steps = {
  none: {
    accept: { change: 'create', status: 'active' },
    import: { change: 'create', status: 'active' },
    create: { change: 'create', status: 'active' },
  },
  active: {
    accept: { change: 'unchanged', status: 'active' },
    import: { change: 'unchanged', status: 'active' },
    remove: { change: 'remove', status: 'removed' },
  },
  removed: {
    accept: { change: 'reinstate', status: 'active' },
    import: { change: 'unchanged', status: 'removed' },
  },
} as const satisfies Record<State, Partial<Record<RelationshipEvent, Step>>>

/** Advances a relationship; undefined if the event is impossible in this state. An undefined `status` means no row yet. */
export const stepRelationship = (
  status: RelationshipStatus | undefined,
  event: RelationshipEvent,
): Step | undefined => (steps[status ?? 'none'] as Partial<Record<RelationshipEvent, Step>>)[event]

/** An acceptance is possible in every state. A removed relationship is the same record again, never a second one. */
export const acceptRelationship = (status: RelationshipStatus | undefined): RelationshipStep =>
  steps[status ?? 'none'].accept

/** The status of a relationship that begins without an acceptance: there was none before. */
export const beginRelationship = (event: 'import' | 'create'): RelationshipStatus => steps.none[event].status
