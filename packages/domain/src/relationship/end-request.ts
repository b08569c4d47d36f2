import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { RelationshipStatus } from './relationship.ts'

/** How long a partner has to answer, before the operator mediates (R-063, U-09). */
export const endRequestDays = 30

/** The live ones come first. `ended`: the partner removed the relationship, in an act of its own. */
export const endRequestStatuses = ['open', 'explained', 'agreed', 'withdrawn', 'settled', 'ended'] as const
export type EndRequestStatus = (typeof endRequestStatuses)[number]

/** What the operator's mediation came to. None of them ends anything. */
export const endOutcomes = ['partner_ends', 'continues', 'not_agreed'] as const
export type EndOutcome = (typeof endOutcomes)[number]

export const endRequestActs = ['explain', 'agree', 'withdraw', 'settle'] as const
export type EndRequestAct = (typeof endRequestActs)[number]

export type EndRequest = { status: EndRequestStatus; askedAt: Date; deadline: Date }
type Relationship = { status: RelationshipStatus; since: Date }

export type EndRequestRefusal =
  | { code: 'end_already_asked' }
  /** It was answered, withdrawn or settled, or the relationship ended. */
  | { code: 'end_request_closed' }
  /** The partner still has time to answer. */
  | { code: 'end_request_not_due' }

const statement = z.string().trim().min(1).max(2000)
export const askToEndInput = z.object({ partnerId: idOf<'organisation'>(), reason: statement })
export const endRequestIdInput = z.object({ id: idOf<'end_request'>() })
/** Explaining needs words; agreeing may have some. */
export const answerEndInput = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('agree'), text: z.string().trim().max(2000).default('') }),
  z.object({ answer: z.literal('explain'), text: statement }),
])
export const noteEndInput = endRequestIdInput.extend({ text: statement })
/** `told` is read by customer and partner. */
export const settleEndInput = endRequestIdInput.extend({ outcome: z.enum(endOutcomes), told: statement })

const steps: Record<EndRequestAct, Partial<Record<EndRequestStatus, EndRequestStatus>>> = {
  explain: { open: 'explained' },
  agree: { open: 'agreed', explained: 'agreed' },
  withdraw: { open: 'withdrawn', explained: 'withdrawn', agreed: 'withdrawn' },
  settle: { open: 'settled', explained: 'settled', agreed: 'settled' },
}

const isLive = (status: EndRequestStatus): boolean => steps.settle[status] !== undefined

/** The status now: a relationship that ended, also if it was made again since, leaves nothing to ask. */
export const endRequestStatusOf = (
  { status, askedAt }: Pick<EndRequest, 'status' | 'askedAt'>,
  relationship: Relationship,
): EndRequestStatus =>
  isLive(status) && (relationship.status === 'removed' || relationship.since > askedAt) ? 'ended' : status

/** Whether the operator mediates: the time to answer has passed, and the relationship goes on. */
export const isMediated = (request: EndRequest, relationship: Relationship, now: Date): boolean =>
  isLive(endRequestStatusOf(request, relationship)) && request.deadline <= now

/** Asks a partner to end the relationship. It changes neither relationship nor privileges. */
export function askToEnd(
  latest: EndRequest | undefined,
  relationship: Relationship,
  now: Date,
): Result<{ deadline: Date }, { code: 'not_found' | 'end_already_asked' }> {
  if (relationship.status !== 'active') return refuse({ code: 'not_found' })
  if (latest && isLive(endRequestStatusOf(latest, relationship))) return refuse({ code: 'end_already_asked' })
  return ok({ deadline: new Date(now.getTime() + endRequestDays * 86_400_000) })
}

/** Decides what partner, customer or operator does with a request. Nothing here ends a relationship. */
export function advanceEndRequest(
  request: EndRequest,
  act: EndRequestAct,
  { relationship, now }: { relationship: Relationship; now: Date },
): Result<EndRequestStatus, { code: 'end_request_closed' | 'end_request_not_due' }> {
  const next = steps[act][endRequestStatusOf(request, relationship)]
  if (!next) return refuse({ code: 'end_request_closed' })
  if (act === 'settle' && !isMediated(request, relationship, now))
    return refuse({ code: 'end_request_not_due' })
  return ok(next)
}
