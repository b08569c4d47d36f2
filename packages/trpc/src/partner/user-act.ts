import { insertAudit } from '@entente/db/core/audit'
import type { PartnerDb } from '@entente/db/core/scopes'
import { lockForPersonAct } from '@entente/db/identity/people'
import type { Session } from '@entente/db/identity/sessions'
import { findPartnerUser, type PartnerUser } from '@entente/db/partner/partner-users'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import type { PartnerRole } from '@entente/domain/core/role'
import {
  advanceUser,
  type UserAct,
  type UserFacts,
  type UserState,
  userStateOf,
} from '@entente/domain/partner/partner-user'
import type { Context } from '../core/context.ts'
import { actorOf } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'

/** The options of what `actOn` decides. */
export const aboutUser = { fresh: true, locksActor: true } as const

/** The options of an act whose answer shows a temporary password. */
export const revealing = { fresh: true, secrets: ['temporaryPassword'] } as const

/** What the partner gates add to a request. */
export type ActContext = Context & {
  db: PartnerDb
  session: Session & { organisation: NonNullable<Session['organisation']> }
}

type Act = {
  /** For `update`: the new roles, or a function of the present ones. */
  nextRoles?: PartnerRole[] | ((roles: readonly PartnerRole[]) => PartnerRole[])
}

/** The facts for the user's state machine. `beforeRemoval` is the state that a restored user returns to. */
export function factsOf(
  ctx: Pick<ActContext, 'cloud' | 'session'>,
  user: PartnerUser,
  known: { actorRoles: PartnerRole[]; otherGlobalAdmins: number; nextRoles?: PartnerRole[] },
  now: Date,
): UserFacts {
  const before = userStateOf({ ...user, removedAt: null }, now)
  return {
    cloud: ctx.cloud,
    actor: { roles: known.actorRoles, isSelf: user.id === ctx.session.membershipId },
    roles: user.roles,
    nextRoles: known.nextRoles ?? user.roles,
    otherGlobalAdmins: known.otherGlobalAdmins,
    beforeRemoval: before === 'removed' || before === 'purged' ? 'active' : before,
  }
}

/**
 * Decides an act on a user by §4.4 and returns the user and the state that the caller saves, or refuses. It first locks
 * everybody who could change the outcome: an admin who was just removed can no longer act, and of two global admins who
 * remove each other one stays.
 */
export async function actOn(
  ctx: ActContext,
  id: Id<'membership'>,
  act: UserAct,
  { nextRoles }: Act = {},
): Promise<{ user: PartnerUser; next: UserState; now: Date }> {
  const { db, session } = ctx
  const organisationId = session.organisation.id
  const acting = { actor: session.membershipId, person: id }
  const locked = await lockForPersonAct<PartnerRole>(db, organisationId, acting)
  const { now } = ctx
  const user = await findPartnerUser(db, organisationId, id, now)
  if (!user) throw refused({ code: 'not_found' })
  const roles = typeof nextRoles === 'function' ? nextRoles(user.roles) : nextRoles
  const known = { ...locked, ...(roles && { nextRoles: roles }) }
  const next = settled(advanceUser(userStateOf(user, now), act, factsOf(ctx, user, known, now)))
  return { user, next, now }
}

/** The account's record of an act: ids and roles, never a name, an address or a password. */
export const recordUserAct = (
  ctx: ActContext,
  action: AuditAction,
  { id, accountId }: Pick<PartnerUser, 'id' | 'accountId'>,
  details: Record<string, unknown>,
  now: Date,
) => {
  const payload = { membershipId: id, accountId, ...details }
  const organisationId = ctx.session.organisation.id
  return insertAudit(ctx.db, actorOf(ctx), [{ organisationId, action, payload }], now)
}
