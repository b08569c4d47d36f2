import { z } from 'zod'
import { type Id, idOf } from '../core/id.ts'
import type { GrantEnd } from './admin-grant.ts'
import type { RelationshipStep } from './relationship.ts'
import type { RenegotiationStatus } from './renegotiation.ts'

/** A privilege that a customer gave to this partner: still held, or no longer. */
export type HeldGrant = {
  service: string
  acceptanceId: Id<'acceptance'>
  grantedAt: Date
  endedAt: Date | null
  /** Whether the partner gave it up itself; of every other end it learns no reason. */
  givenUp: boolean
}

type Side = 'partner' | 'customer'
/** A step of a customer's request to end the relationship. */
type EndStep = 'asked' | 'withdrawn' | 'agreed' | 'explained' | 'settled'

/** What is common to all events of a relationship. Both sites show an event under the same id (U13). */
type Happened = {
  id: string
  at: Date
  /** Whose act it was; null where the reader may not know. */
  side: Side | 'operator' | null
  /** The person of the reader's own side, and of a partner's use the person who is accountable to the customer. */
  by: string | null
}

/** What is known of an event, as one side reads it. */
export type HistoryRow = Pick<Happened, 'id' | 'at' | 'by'> & {
  services: string[]
  /** To whom a request went, for the partner alone. */
  to: string[]
} & (
    | { kind: 'asked'; note: 'prepared' | 'sent' }
    | { kind: 'accepted'; note: RelationshipStep['change'] }
    /** The reason is the customer's to know: a moved service reads for its former holder like one taken away. */
    | { kind: 'ended'; note: GrantEnd | null }
    | { kind: 'removed'; note: 'keep' | 'revoke' }
    | { kind: 'declined'; note: 'told' | 'untold' }
    | { kind: 'used'; note: string | null }
    | { kind: 'end_request'; note: EndStep }
    | { kind: 'renegotiation'; note: `${RenegotiationStatus}_${'partner' | 'customer'}` }
    | { kind: 'frozen' | 'thawed' | 'added'; note: null }
  )

/** How an event is told, and with which services. `note` is a person's own words: why privileges were used. */
export type HistoryEvent = Happened & {
  event:
    | `asked_${'prepared' | 'sent'}`
    | 'accepted'
    | 'reinstated'
    | 'granted'
    | 'ended'
    | GrantEnd
    | `removed_${'keep' | 'revoke'}`
    | `declined_${'told' | 'untold'}`
    | 'used'
    | `end_${EndStep}`
    | `renegotiation_${RenegotiationStatus}`
    | 'frozen'
    | 'thawed'
    | 'added'
  services: string[]
  to: string[]
  note: string | null
}

const endSides = {
  asked: 'customer',
  withdrawn: 'customer',
  agreed: 'partner',
  explained: 'partner',
  settled: 'operator',
} as const satisfies Record<EndStep, Happened['side']>

const acceptances = { create: 'accepted', reinstate: 'reinstated', unchanged: 'granted' } as const
const ends = {
  reassigned: 'customer',
  removed_by_customer: 'customer',
  removed_by_partner: 'partner',
  removed_by_operator: 'operator',
} as const satisfies Record<GrantEnd, Happened['side']>

/** Tells an event of a relationship, so that both sides read the same. */
export function historyEvent({ kind, note, ...row }: HistoryRow): HistoryEvent {
  const told = (event: HistoryEvent['event'], side: Happened['side'], own: string | null = null) => ({
    ...{ ...row, event, side, note: own },
  })
  switch (kind) {
    case 'asked':
      return told(`asked_${note}`, 'partner')
    case 'accepted':
      return told(acceptances[note], 'customer')
    case 'ended':
      return note === null ? told('ended', null) : told(note, ends[note])
    case 'removed':
      return told(`removed_${note}`, 'partner')
    case 'declined':
      return told(`declined_${note}`, 'customer')
    case 'used':
      return told('used', 'partner', note)
    case 'end_request':
      return told(`end_${note}`, endSides[note])
    case 'renegotiation': {
      const [status, side] = note.split('_') as [RenegotiationStatus, 'partner' | 'customer']
      return told(`renegotiation_${status}`, side)
    }
    case 'added':
      return told('added', null)
    default:
      return told(kind, 'operator')
  }
}

const page = {
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
}
/** One page of the history of a relationship, newest first: for the partner by relationship, for the customer by partner. */
export const customerHistoryInput = z.object(page)
export const partnerHistoryInput = z.object({ ...page, partnerId: idOf<'organisation'>() })

/** Since when a service's privileges are there, or when they were last taken away; neither if they were never given. */
export function lastOf(
  service: string,
  grants: readonly Omit<HeldGrant, 'acceptanceId'>[],
): { since: Date | null; endedAt: Date | null; givenUp: boolean } {
  const own = grants.filter((grant) => grant.service === service)
  const live = own.find(({ endedAt }) => endedAt === null)
  const ended = live ? undefined : own.toSorted((a, b) => Number(b.endedAt) - Number(a.endedAt))[0]
  return {
    since: live?.grantedAt ?? null,
    endedAt: ended?.endedAt ?? null,
    givenUp: ended?.givenUp ?? false,
  }
}
