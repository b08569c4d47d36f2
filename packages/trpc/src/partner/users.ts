import { newId } from '@entente/db/core/new-id'
import { consumeOtherLinks } from '@entente/db/identity/one-time-links'
import { listOrganisationDomains } from '@entente/db/identity/organisation-domains'
import {
  countGlobalAdmins,
  isOwnPerson,
  listPeopleWithRole,
  savePresence,
  saveRoles,
} from '@entente/db/identity/people'
import { accountsWithSecondFactor } from '@entente/db/identity/second-factors'
import { unbindAccount } from '@entente/db/partner/partner-directories'
import { listPartnerUsers } from '@entente/db/partner/partner-user-list'
import {
  endUserSessions,
  findPartnerUser,
  insertPartnerUser,
  type PartnerUser,
  releaseAddress,
  savePartnerUserName,
} from '@entente/db/partner/partner-users'
import type { Id } from '@entente/domain/core/id'
import type { PartnerRole } from '@entente/domain/core/role'
import { rolesOfTypes, typesOf } from '@entente/domain/core/user-type'
import { restorableUntil } from '@entente/domain/identity/person'
import { type UserAct, userStateOf, whyNotAdd, whyNotUser } from '@entente/domain/partner/partner-user'
import {
  addUserInput,
  ownAgentTypeInput,
  removeUserInput,
  restoreUserInput,
  sendLinkInput,
  updateUserInput,
  userIdInput,
  userListInput,
} from '@entente/domain/partner/partner-user-input'
import { partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import {
  getsLink,
  giveTemporaryPassword,
  limitLinks,
  type Mailed,
  mailLink,
  type Shown,
  temporaryPassword,
} from './first-sign-in.ts'
import { type ActContext, aboutUser, actOn, factsOf, recordUserAct, revealing } from './user-act.ts'
import { userPassword } from './user-password.ts'
import { userSecondFactor } from './user-second-factor.ts'

export const users = t.router({
  /**
   * One page of the account's users, why this person may not add one, null when they may (R-106, U-22), and the domains
   * whose users get a temporary password.
   */
  list: partnerQuery('users.view')
    .input(userListInput)
    .query(async ({ ctx, input }) => {
      const { db, session, now } = ctx
      const { users, nextCursor } = await listPartnerUsers(db, session.organisation.id, input, now)
      return {
        users: users.map((user) => toListed(user, session.membershipId, now)),
        nextCursor,
        whyNotAdd: whyNotAdd(rolesIn(ctx), []) ?? null,
        domains: await listOrganisationDomains(db, session.organisation.id),
      }
    }),

  /** A user, and for each act why this person may not do it; null where they may. */
  get: partnerQuery('users.view')
    .input(userIdInput)
    .query(async ({ ctx, input: { id } }) => {
      const { db, session, now } = ctx
      const user = await findPartnerUser(db, session.organisation.id, id, now)
      if (!user) throw refused({ code: 'not_found' })
      const otherGlobalAdmins = await countGlobalAdmins(db, session.organisation.id, id)
      const facts = factsOf(ctx, user, { actorRoles: rolesIn(ctx), otherGlobalAdmins }, now)
      const whyNot = (act: UserAct) => whyNotUser(userStateOf(user, now), act, facts) ?? null
      return {
        user: {
          ...toListed(user, session.membershipId, now),
          hasSecondFactor: (await accountsWithSecondFactor(db, [user.accountId])).size > 0,
        },
        rolesEditable: ctx.cloud.users.rolesEditable,
        whyNot: {
          update: whyNot('update'),
          resetPassword: whyNot('reset_password'),
          sendLink: whyNot('send_link'),
          resetSecondFactor: whyNot('reset_second_factor'),
          remove: whyNot('remove'),
          restore: whyNot('restore'),
        },
      }
    }),

  /** Who can give roles: for every "why can't I?" (U-17). */
  globalAdmins: partnerQuery('users.view_admins').query(async ({ ctx: { db, session } }) => {
    const admins = await listPeopleWithRole(db, session.organisation.id, 'global_admin')
    return { admins: admins.map(({ name, email }) => ({ name, email })) }
  }),

  /**
   * **Add** (R-108 to R-113): creates the account and shows its sign-in information once, without a mail. An address
   * outside the company's confirmed domains gets a link by mail instead. Answer and statements are the same whether the
   * address has an account in another company or not (S5, S14).
   */
  add: partnerMutation('users.manage', revealing)
    .input(addUserInput)
    .prepare(async ({ ctx, input }) => {
      refuseToAdd(ctx, rolesOfTypes(input))
      return (await getsLink(ctx, input.email)) ? null : temporaryPassword(ctx)
    })
    .mutation(async ({ ctx, input: { name, email, ...types }, prepared }): Promise<Shown | Mailed> => {
      const { db, session, now } = ctx
      const roles = rolesOfTypes(types)
      refuseToAdd(ctx, roles)
      const organisationId = session.organisation.id
      const user = {
        id: newId<'membership'>(),
        accountId: newId<'account'>(),
        organisationId,
        name,
        email,
        roles,
      }
      if (!(await insertPartnerUser(db, user, now))) throw refused({ code: 'email_in_use' })
      const answer =
        prepared === null
          ? await mailLink(ctx, user, now)
          : await giveTemporaryPassword(db, user, prepared, 'created', now)
      await recordUserAct(ctx, 'user.created', user, { roles }, now)
      return answer
    }),

  /** Mails a user who has not chosen a password a new link; the earlier one stops working. */
  sendLink: partnerMutation('users.manage', aboutUser)
    .input(sendLinkInput)
    .prepare(({ ctx }) => limitLinks(ctx))
    .mutation(async ({ ctx, input: { id } }) => {
      const { user, now } = await actOn(ctx, id, 'send_link')
      await mailLink(ctx, user, now)
      await recordUserAct(ctx, 'user.link_sent', user, {}, now)
      return {}
    }),

  /** Saves name and types; the new roles count from the user's next request. */
  update: partnerMutation('users.manage', aboutUser)
    .input(updateUserInput)
    .mutation(async ({ ctx, input: { id, name, ...types } }) => {
      const { user, now } = await actOn(ctx, id, 'update', { nextRoles: rolesOfTypes(types) })
      await saveChange(ctx, user, { name, roles: rolesOfTypes(types) }, now)
      return {}
    }),

  /** A global admin ticks or unticks their own agent role, also while the company enrols (R-107, U-22). */
  setOwnAgentType: partnerMutation('users.manage_own_agent_role', aboutUser)
    .input(ownAgentTypeInput)
    .mutation(async ({ ctx, input: { agentType } }) => {
      const nextRoles = (roles: readonly PartnerRole[]) => rolesOfTypes({ ...typesOf(roles), agentType })
      const { user, now } = await actOn(ctx, ctx.session.membershipId, 'update', { nextRoles })
      await saveChange(ctx, user, { name: user.name, roles: nextRoles(user.roles) }, now)
      return {}
    }),

  ...userPassword,
  ...userSecondFactor,

  /** Removes a user at once; for 30 days they can be restored (§4.4). */
  remove: partnerMutation('users.manage', aboutUser)
    .input(removeUserInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { user, now } = await removeOrRestore(ctx, id, 'remove')
      await endUserSessions(ctx.db, user.accountId, now)
      await consumeOtherLinks(ctx.db, 'set_up', user.accountId, now)
      await releaseAddress(ctx.db, user.accountId)
      await unbindAccount(ctx.db, user.accountId)
      return {}
    }),

  /** Restores a removed user with their former roles. */
  restore: partnerMutation('users.manage', aboutUser)
    .input(restoreUserInput)
    .mutation(async ({ ctx, input: { id } }) => {
      await removeOrRestore(ctx, id, 'restore')
      return {}
    }),
})

const presenceAction = { remove: 'user.removed', restore: 'user.restored' } as const

async function removeOrRestore(ctx: ActContext, id: Id<'membership'>, act: keyof typeof presenceAction) {
  const acted = await actOn(ctx, id, act)
  const { user, next, now } = acted
  const presence = next === 'removed' ? 'removed' : 'present'
  await savePresence(ctx.db, user, presence, ctx.session.account.id, now)
  await recordUserAct(ctx, presenceAction[act], user, { roles: user.roles }, now)
  return acted
}

/** The partner gates let only partners' roles through. */
const rolesIn = ({ session }: Pick<ActContext, 'session'>) => session.roles as PartnerRole[]

function refuseToAdd(ctx: Pick<ActContext, 'session'>, roles: PartnerRole[]): void {
  const refusal = whyNotAdd(rolesIn(ctx), roles)
  if (refusal) throw refused(refusal)
}

const toListed = (user: PartnerUser, own: Id<'membership'>, now: Date) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  ...typesOf(user.roles),
  state: userStateOf(user, now),
  since: user.since,
  temporaryUntil: user.temporaryUntil,
  linkUntil: user.linkUntil,
  restorableUntil: user.removedAt && restorableUntil(user.removedAt),
  isSelf: user.id === own,
})

async function saveChange(
  ctx: ActContext,
  user: PartnerUser,
  next: { name: string; roles: PartnerRole[] },
  now: Date,
): Promise<void> {
  const { db, session } = ctx
  const isRenamed = next.name !== user.name
  if (isRenamed) {
    if (!(await isOwnPerson(db, session.organisation.id, user.accountId)))
      throw refused({ code: 'feature_off' })
    await savePartnerUserName(db, user, next.name)
  }
  await saveRoles(db, user.id, next.roles)
  await recordUserAct(ctx, 'user.updated', user, { roles: next.roles, before: user.roles, isRenamed }, now)
}
