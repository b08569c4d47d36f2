import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { type CustomerRole, customerRoles } from '../core/role.ts'
import { userLimits } from '../core/user-type.ts'

/** A person's place in an organisation. Somebody who asks to join has no role until a global admin decides. */
export const membershipStatuses = ['active', 'requested', 'declined', 'removed'] as const
export type MembershipStatus = (typeof membershipStatuses)[number]

export const joinDecisions = ['global_admin', 'user', 'decline'] as const
export type JoinDecision = (typeof joinDecisions)[number]

export const decideJoinInput = z.object({ id: idOf<'membership'>(), decision: z.enum(joinDecisions) })

export type JoinedMembership =
  | { status: 'active'; roles: ['global_admin' | 'user'] }
  | { status: 'declined'; roles: [] }

export const personIdInput = z.object({ id: idOf<'membership'>() })
export const changeRoleInput = personIdInput.extend({ role: z.enum(customerRoles) })

export type PersonRefusal =
  | { code: 'already_decided' }
  | PersonActRefusal
  | { code: 'membership_requested'; organisation: string }
  /** Only a global admin decides; lists whom to ask. */
  | { code: 'not_global_admin'; admins: Decider[] }
  /** Only a global admin or a relationship manager of the customer decides; lists whom to ask (D-08). */
  | { code: 'not_decider'; admins: Decider[] }

/** Somebody who may decide, for those who may not. */
export type Decider = { name: string; email: string }

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

/** The states of a person at a customer. `purged` comes with time alone. */
export const personStates = [...membershipStatuses, 'purged'] as const
export type PersonState = (typeof personStates)[number]

/** What a global admin of a customer does to a colleague on **People**. */
export const personActs = ['change_role', 'end_sessions', 'reset_second_factor', 'remove', 'restore'] as const
export type PersonAct = (typeof personActs)[number]

export type PersonActRefusal =
  | PermissionRefusal
  | { code: 'last_global_admin' }
  | { code: 'own_account' }
  | { code: 'own_admin_role' }
  | { code: 'user_state_changed' }

export type PersonFacts = {
  /** The actor's roles as they are now: none for somebody who was removed a moment ago. */
  actor: { roles: readonly CustomerRole[]; isSelf: boolean }
  /** The roles that the person holds; of a removed person, those that a restoration gives back. */
  roles: readonly CustomerRole[]
  /** Global admins of the customer beside this person who can sign in. */
  otherGlobalAdmins: number
}

const restorableMs = userLimits.restorableDays * 86_400_000

/** Somebody who was removed after this moment can still be restored. */
export const restorableAfter = (now: Date): Date => new Date(now.getTime() - restorableMs)
export const restorableUntil = (removedAt: Date): Date => new Date(removedAt.getTime() + restorableMs)

export const personStateOf = (
  { status, removedAt }: { status: MembershipStatus; removedAt: Date | null },
  now: Date,
): PersonState => (removedAt && restorableUntil(removedAt) <= now ? 'purged' : status)

const personSteps: Record<PersonAct, Partial<Record<PersonState, PersonState>>> = {
  change_role: { active: 'active' },
  end_sessions: { active: 'active' },
  reset_second_factor: { active: 'active' },
  remove: { active: 'removed' },
  restore: { removed: 'active' },
}

/**
 * Why an act on a colleague is refused: the reason on a disabled button, and the API's refusal. Nobody acts on
 * themselves here, and everybody who acts is a global admin: so one always stays.
 */
export function whyNotPerson(
  state: PersonState,
  act: PersonAct,
  { actor, roles, otherGlobalAdmins }: PersonFacts,
): PersonActRefusal | undefined {
  if (!personSteps[act][state]) return { code: 'user_state_changed' }
  if (!may('customer', actor.roles, 'people.manage'))
    return { code: 'missing_permission', permission: 'people.manage', roles: rolesFor('people.manage') }
  const mayLoseAdmin = (act === 'change_role' || act === 'remove') && roles.includes('global_admin')
  if (mayLoseAdmin && otherGlobalAdmins === 0) return { code: 'last_global_admin' }
  if (!actor.isSelf) return undefined
  return { code: act === 'change_role' ? 'own_admin_role' : 'own_account' }
}

/** Decides an act on a colleague: the state that it leads to. */
export function advancePerson(
  state: PersonState,
  act: PersonAct,
  facts: PersonFacts,
): Result<PersonState, PersonActRefusal> {
  const refusal = whyNotPerson(state, act, facts)
  if (refusal) return refuse(refusal)
  const next = personSteps[act][state]
  if (!next) throw new Error(`${act} leads nowhere from ${state}`)
  return ok(next)
}
