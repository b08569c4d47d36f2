import { z } from 'zod'
import { type Id, idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { reason } from './partner-control.ts'

/**
 * The acts that one operator asks for and another one confirms: the reset of a second factor always, the others where
 * operators decided that ending a partner needs two.
 */
export const operatorRequestKinds = ['reset_second_factor', 'deauthorise_partner', 'end_four_eyes'] as const
export type OperatorRequestKind = (typeof operatorRequestKinds)[number]

/** How long a request waits for its second operator. */
export const operatorRequestHours = 72

export const askResetInput = z.object({ id: idOf<'account'>(), reason })
export const operatorRequestIdInput = z.object({ id: idOf<'operator_request'>() })

export type OperatorRequest = {
  askedBy: Id<'account'>
  expiresAt: Date
  confirmedBy: Id<'account'> | null
  withdrawnBy: Id<'account'> | null
}

export type OperatorRequestState = 'open' | 'confirmed' | 'withdrawn' | 'expired'

export type OperatorRequestRefusal =
  | { code: 'already_asked' }
  | { code: 'request_settled'; state: Exclude<OperatorRequestState, 'open'> }
  | { code: 'own_request' }
  /** Nobody needs to reset what this person does not have. */
  | { code: 'no_second_factor' }

/** Expiry is computed from the clock, never stored. */
export function operatorRequestState(
  { confirmedBy, withdrawnBy, expiresAt }: OperatorRequest,
  now: Date,
): OperatorRequestState {
  if (confirmedBy) return 'confirmed'
  if (withdrawnBy) return 'withdrawn'
  return expiresAt <= now ? 'expired' : 'open'
}

/** Asks for an act on a target, unless a request for it is open. Returns until when it can be confirmed. */
export function askForAct(open: OperatorRequest[], now: Date): Result<Date, { code: 'already_asked' }> {
  if (open.some((request) => operatorRequestState(request, now) === 'open'))
    return refuse({ code: 'already_asked' })
  return ok(new Date(now.getTime() + operatorRequestHours * 3_600_000))
}

/** Decides a confirmation: by four eyes, so never by the operator who asked. */
export function confirmRequest(
  request: OperatorRequest,
  by: Id<'account'>,
  now: Date,
): Result<'confirmed', OperatorRequestRefusal> {
  const state = operatorRequestState(request, now)
  if (state !== 'open') return refuse({ code: 'request_settled', state })
  return request.askedBy === by ? refuse({ code: 'own_request' }) : ok('confirmed')
}

/** Decides a withdrawal, by the operator who asked or by another one. */
export function withdrawRequest(
  request: OperatorRequest,
  now: Date,
): Result<'withdrawn', OperatorRequestRefusal> {
  const state = operatorRequestState(request, now)
  return state === 'open' ? ok('withdrawn') : refuse({ code: 'request_settled', state })
}
