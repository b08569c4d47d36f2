import type { PartnerDb } from '@entente/db/core/scopes'
import type { Session } from '@entente/db/identity/sessions'
import {
  countGlobalAdmins,
  findPartnerUser,
  lockForUserAct,
  type PartnerUser,
} from '@entente/db/partner/partner-users'
import type { Id } from '@entente/domain/core/id'
import type { PartnerRole } from '@entente/domain/core/role'
import {
  advanceUser,
  type UserEvent,
  type UserFacts,
  userStateOf,
} from '@entente/domain/partner/partner-user'
import type { Context } from '../core/context.ts'
import { refused, settled } from '../core/refused.ts'

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
  ctx: Pick<ActContext, 'cloud' | 'session' | 'clock'>,
  user: PartnerUser,
  known: { actorRoles: PartnerRole[]; otherGlobalAdmins: number; nextRoles?: PartnerRole[] },
): UserFacts {
  const before = userStateOf({ ...user, removedAt: null }, ctx.clock())
  return {
    cloud: ctx.cloud,
    actor: { roles: known.actorRoles, isSelf: user.id === ctx.session.membershipId },
    roles: user.roles,
    nextRoles: known.nextRoles ?? user.roles,
    otherGlobalAdmins: known.otherGlobalAdmins,
    isTemporarySpent: user.isTemporarySpent,
    beforeRemoval: before === 'removed' || before === 'purged' ? 'active' : before,
  }
}

/**
 * Decides an act on a user by §4.4 and returns the user, or refuses. It first locks everybody who could change the
 * outcome: an admin who was just removed can no longer act, and of two global admins who remove each other one stays.
 */
export async function actOn(
  ctx: ActContext,
  id: Id<'membership'>,
  event: UserEvent,
  { nextRoles }: Act = {},
): Promise<{ user: PartnerUser; now: Date }> {
  const { db, session } = ctx
  const organisationId = session.organisation.id
  const actorRoles = await lockForUserAct(db, organisationId, { actor: session.membershipId, user: id })
  const now = ctx.clock()
  const user = await findPartnerUser(db, organisationId, id, now)
  if (!user) throw refused({ code: 'not_found' })
  const otherGlobalAdmins = await countGlobalAdmins(db, organisationId, id)
  const next = typeof nextRoles === 'function' ? nextRoles(user.roles) : nextRoles
  const known = { actorRoles, otherGlobalAdmins, ...(next && { nextRoles: next }) }
  settled(advanceUser(userStateOf(user, now), event, factsOf(ctx, user, known)))
  return { user, now }
}
