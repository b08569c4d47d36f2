import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { RelationshipStatus } from './relationship.ts'

/** `attested`: both sides say the same. Only `stated` waits for somebody. */
export const renegotiationStatuses = ['stated', 'attested', 'declined', 'withdrawn'] as const
export type RenegotiationStatus = (typeof renegotiationStatuses)[number]

export type Side = 'partner' | 'customer'
export type Renegotiation = { status: RenegotiationStatus; statedBy: Side }

/** `attest` and `decline` are for the side that did not state it, `withdraw` for the one that did. */
export const renegotiationActs = ['attest', 'decline', 'withdraw'] as const
export type RenegotiationAct = (typeof renegotiationActs)[number]

export type RenegotiationRefusal =
  | { code: 'renegotiation_open' }
  /** It was answered or withdrawn. */
  | { code: 'renegotiation_closed' }
  | { code: 'attestation_missing' }

/** What both agreed outside of this site, and the tick that says so. */
export const stateRenegotiationInput = z.object({
  text: z.string().trim().min(1).max(2000),
  attested: z.boolean(),
})
export const stateToPartnerInput = stateRenegotiationInput.extend({ partnerId: idOf<'organisation'>() })
export const answerRenegotiationInput = z.object({
  renegotiationId: idOf<'renegotiation'>(),
  act: z.enum(renegotiationActs),
  attested: z.boolean().default(false),
})

/** One side states that both renegotiated their agreement. It changes neither relationship nor privileges. */
export function stateRenegotiation(
  latest: Renegotiation | undefined,
  relationship: { status: RelationshipStatus },
  attested: boolean,
): Result<'stated', RenegotiationRefusal | { code: 'not_found' }> {
  if (relationship.status !== 'active') return refuse({ code: 'not_found' })
  if (latest?.status === 'stated') return refuse({ code: 'renegotiation_open' })
  return attested ? ok('stated') : refuse({ code: 'attestation_missing' })
}

const ends = { attest: 'attested', decline: 'declined', withdraw: 'withdrawn' } as const

/** Which acts a side has now: the other one answers, the one that stated it withdraws. */
export const renegotiationActsOf = ({ status, statedBy }: Renegotiation, side: Side): RenegotiationAct[] => {
  if (status !== 'stated') return []
  return side === statedBy ? ['withdraw'] : ['attest', 'decline']
}

/** Decides what a side does with a statement. Attested by both, it is an event of their history, and nothing else. */
export function advanceRenegotiation(
  renegotiation: Renegotiation,
  act: RenegotiationAct,
  { side, attested }: { side: Side; attested: boolean },
): Result<RenegotiationStatus, RenegotiationRefusal> {
  if (!renegotiationActsOf(renegotiation, side).includes(act)) return refuse({ code: 'renegotiation_closed' })
  if (act === 'attest' && !attested) return refuse({ code: 'attestation_missing' })
  return ok(ends[act])
}
