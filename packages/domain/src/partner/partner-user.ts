import type { Cloud } from '../core/cloud.ts'
import { may, type Permission, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { PartnerRole } from '../core/role.ts'
import { typesOf } from '../core/user-type.ts'
import { restorableUntil } from '../identity/person.ts'

/** The states of a partner's user (§4.4). `expired_temp`, `link_expired` and `purged` come with time alone. */
export const userStates = [
  ...(['created', 'must_change', 'active', 'expired_temp'] as const),
  ...(['link_sent', 'link_expired', 'removed', 'purged'] as const),
] as const
export type UserState = (typeof userStates)[number]

/** What an admin does to a user. Sign-in and new passwords belong to the account, and the clock does the rest. */
export const userActs = [
  'reset_password',
  'send_link',
  'reset_second_factor',
  'update',
  'remove',
  'restore',
] as const
export type UserAct = (typeof userActs)[number]

/** What the rows say about a user, for `userStateOf`. */
export type UserRecord = {
  /** Null when the password is the user's own. */
  temporaryUntil: Date | null
  /** Whether the temporary password has been used to sign in. */
  isTemporarySpent: boolean
  /** Whether the user is past the first temporary password: it was used, or its time ran out. */
  isPastFirst: boolean
  /** Whether the user has no password until they choose one with the link that was mailed. */
  awaitsLink: boolean
  /** Until when that link works; null when none does. */
  linkUntil: Date | null
  removedAt: Date | null
}

export function userStateOf(record: UserRecord, now: Date): UserState {
  if (record.removedAt) {
    return restorableUntil(record.removedAt) <= now ? 'purged' : 'removed'
  }
  if (record.awaitsLink) return record.linkUntil && record.linkUntil > now ? 'link_sent' : 'link_expired'
  if (!record.temporaryUntil) return 'active'
  if (record.temporaryUntil <= now) return 'expired_temp'
  return record.isTemporarySpent || record.isPastFirst ? 'must_change' : 'created'
}

/** An act of one user on another, or on themselves. */
export type UserFacts = {
  cloud: { users: Pick<Cloud['users'], 'passwordReset' | 'rolesEditable'> }
  actor: { roles: readonly PartnerRole[]; isSelf: boolean }
  /** The roles that the user holds; `nextRoles` are those that an `update` sets. */
  roles: readonly PartnerRole[]
  nextRoles: readonly PartnerRole[]
  /** Active global admins of the account beside this user. */
  otherGlobalAdmins: number
  /** The user's state before the removal; only a user with a password of their own comes back as active. */
  beforeRemoval: Exclude<UserState, 'removed' | 'purged'>
}

export type UserRefusal =
  | PermissionRefusal
  | { code: 'admin_agent_missing' }
  | { code: 'feature_off' }
  | { code: 'last_global_admin' }
  | { code: 'own_account' }
  | { code: 'own_admin_role' }
  | { code: 'user_state_changed' }
  | { code: 'account_not_active' }
  | { code: 'temporary_password_over' }

type Next = UserState | ((facts: UserFacts) => UserState)

const present = ['created', 'must_change', 'active', 'expired_temp', 'link_sent', 'link_expired'] as const

const userSteps: Record<UserAct, Partial<Record<UserState, Next>>> = {
  reset_password: {
    created: 'created',
    must_change: 'must_change',
    active: 'must_change',
    expired_temp: 'must_change',
  },
  send_link: { link_sent: 'link_sent', link_expired: 'link_sent' },
  reset_second_factor: Object.fromEntries(present.map((state) => [state, state])),
  update: Object.fromEntries(present.map((state) => [state, state])),
  remove: Object.fromEntries(present.map((state) => [state, 'removed' as const])),
  restore: { removed: ({ beforeRemoval }) => beforeRemoval },
}

/** Why an act on a user is refused: the reason on a disabled button, and the API's refusal (§4.4, R-106, D-23). */
export function whyNotUser(state: UserState, act: UserAct, facts: UserFacts): UserRefusal | undefined {
  if (!Object.hasOwn(userSteps[act], state)) return { code: 'user_state_changed' }
  switch (act) {
    case 'reset_password':
      return whyNotReset(facts)
    case 'send_link':
      return whyNotManageAny(facts.actor.roles)
    case 'reset_second_factor':
      if (facts.actor.isSelf) return { code: 'own_account' }
      return lacks(facts.actor.roles, 'users.reset_second_factor')
    case 'update':
      return whyNotUpdate(facts)
    case 'remove':
      if (facts.actor.isSelf) return { code: 'own_account' }
      return whyNotManage(facts, []) ?? lastGlobalAdmin(facts, [])
    case 'restore':
      return whyNotManage(facts, facts.roles, [])
  }
}

/** Decides an act on a user (§4.4): the state that it leads to. */
export function advanceUser(
  state: UserState,
  act: UserAct,
  facts: UserFacts,
): Result<UserState, UserRefusal> {
  const refusal = whyNotUser(state, act, facts)
  if (refusal) return refuse(refusal)
  const next = userSteps[act][state]
  if (!next) throw new Error(`${act} leads nowhere from ${state}`)
  return ok(typeof next === 'function' ? next(facts) : next)
}

/** Why a person may not add a user with these roles: only a global admin gives admin roles. */
export function whyNotAdd(
  actorRoles: readonly PartnerRole[],
  roles: readonly PartnerRole[],
): UserRefusal | undefined {
  return whyNotManageAny(actorRoles) ?? whyNotGive(actorRoles, [], roles)
}

function whyNotReset({ cloud, actor }: UserFacts): UserRefusal | undefined {
  if (cloud.users.passwordReset !== 'byAdmin') return { code: 'feature_off' }
  if (actor.isSelf) return { code: 'own_account' }
  return lacks(actor.roles, 'users.reset_password')
}

function whyNotUpdate(facts: UserFacts): UserRefusal | undefined {
  const { cloud, actor, roles, nextRoles } = facts
  if (actor.isSelf && typesOf(roles).adminType !== typesOf(nextRoles).adminType)
    return { code: 'own_admin_role' }
  // the one thing that a global admin may do before being an admin agent, in every cloud.
  if (actor.isSelf && may('partner', actor.roles, 'users.manage_own_agent_role')) return undefined
  const keepsRoles = roles.length === nextRoles.length && roles.every((role) => nextRoles.includes(role))
  if (!cloud.users.rolesEditable && !keepsRoles) return { code: 'feature_off' }
  return whyNotManage(facts, nextRoles) ?? lastGlobalAdmin(facts, nextRoles)
}

const whyNotManage = (
  { actor, roles }: UserFacts,
  next: readonly PartnerRole[],
  held: readonly PartnerRole[] = roles,
): UserRefusal | undefined => whyNotManageAny(actor.roles) ?? whyNotGive(actor.roles, held, next)

function lastGlobalAdmin(facts: UserFacts, next: readonly PartnerRole[]): UserRefusal | undefined {
  const isLosing = facts.roles.includes('global_admin') && !next.includes('global_admin')
  return isLosing && facts.otherGlobalAdmins === 0 ? { code: 'last_global_admin' } : undefined
}

const whyNotManageAny = (actorRoles: readonly PartnerRole[]): UserRefusal | undefined =>
  lacks(actorRoles, 'users.manage') ??
  (actorRoles.includes('admin_agent') ? undefined : { code: 'admin_agent_missing' })

const whyNotGive = (
  actorRoles: readonly PartnerRole[],
  held: readonly PartnerRole[],
  next: readonly PartnerRole[],
): UserRefusal | undefined =>
  typesOf(held).adminType === typesOf(next).adminType
    ? undefined
    : lacks(actorRoles, 'users.assign_admin_roles')

const lacks = (roles: readonly PartnerRole[], permission: Permission): PermissionRefusal | undefined =>
  may('partner', roles, permission)
    ? undefined
    : { code: 'missing_permission', permission, roles: rolesFor(permission) }
