import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'

/** A person's place in an organisation. Somebody who asks to join has no role until a global admin decides. */
export const membershipStatuses = ['active', 'requested', 'declined', 'removed'] as const
export type MembershipStatus = (typeof membershipStatuses)[number]

export const joinDecisions = ['global_admin', 'user', 'decline'] as const
export type JoinDecision = (typeof joinDecisions)[number]

export const decideJoinInput = z.object({ id: idOf<'membership'>(), decision: z.enum(joinDecisions) })

export type JoinedMembership =
  | { status: 'active'; roles: ['global_admin' | 'user'] }
  | { status: 'declined'; roles: [] }

export type PersonRefusal =
  | { code: 'already_decided' }
  | { code: 'membership_requested'; organisation: string }
  /** Only a global admin of the customer decides; lists whom to ask. */
  | { code: 'not_global_admin'; admins: { name: string; email: string }[] }

/** Decides a request to join an organisation, made on **People**. Only a request that is still open can be decided. */
export function decideJoin(
  status: MembershipStatus,
  decision: JoinDecision,
): Result<JoinedMembership, { code: 'already_decided' }> {
  if (status !== 'requested') return refuse({ code: 'already_decided' })
  return decision === 'decline'
    ? ok({ status: 'declined', roles: [] })
    : ok({ status: 'active', roles: [decision] })
}
