import { insertAudit } from '@entente/db/core/audit'
import type { CustomerDb } from '@entente/db/core/scopes'
import { isSecondFactorRequired } from '@entente/db/identity/organisation-settings'
import {
  countGlobalAdmins,
  endSessionsOfMember,
  findPerson,
  listPeople,
  listPeopleWithRole,
  listRemovedPeople,
  lockForPersonAct,
  type Person,
  saveJoinDecision,
  savePresence,
  saveRoles,
} from '@entente/db/identity/people'
import { accountsWithSecondFactor } from '@entente/db/identity/second-factors'
import type { AuditAction } from '@entente/domain/core/audit-action'
import type { Id } from '@entente/domain/core/id'
import type { CustomerRole } from '@entente/domain/core/role'
import {
  advancePerson,
  changeRoleInput,
  decideJoin,
  decideJoinInput,
  type PersonAct,
  type PersonFacts,
  personIdInput,
  personStateOf,
  restorableAfter,
  restorableUntil,
  whyNotPerson,
} from '@entente/domain/identity/person'
import { requireSecondFactorInput } from '@entente/domain/identity/second-factor'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { actorOf, customerMutation, customerQuery, type TenantSession } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { requireSecondFactor } from './require-second-factor.ts'
import { resetColleaguesFactor } from './reset-colleagues-factor.ts'

type ActContext = Context & { db: CustomerDb; session: TenantSession<'customer'> }

const fresh = { fresh: true } as const
/** The options of what `actOn` decides. */
const aboutColleague = { fresh: true, locksActor: true } as const

export const people = t.router({
  /** Everybody at the customer, and those removed in the last 30 days. */
  list: customerQuery('people.manage').query(async ({ ctx }) => {
    const { db, session, now } = ctx
    const { id } = session.organisation
    return {
      isSecondFactorRequired: await isSecondFactorRequired(db, id),
      people: (await listPeople(db, id)).map((person) => toListed(ctx, person)),
      removed: (await listRemovedPeople(db, id, restorableAfter(now))).map((person) => toListed(ctx, person)),
    }
  }),

  /** A colleague, and for each act why this admin may not do it; null where they may. */
  get: customerQuery('people.manage')
    .input(personIdInput)
    .query(async ({ ctx, input: { id } }) => {
      const { db, session, now } = ctx
      const person = await findColleague(ctx, id)
      const otherGlobalAdmins = await countGlobalAdmins(db, session.organisation.id, id)
      const withFactor = await accountsWithSecondFactor(db, [person.accountId])
      const facts = factsOf(ctx, person, { actorRoles: session.roles as CustomerRole[], otherGlobalAdmins })
      const whyNot = (act: PersonAct) => whyNotPerson(personStateOf(person, now), act, facts) ?? null
      return {
        person: { ...toListed(ctx, person), hasSecondFactor: withFactor.has(person.accountId) },
        whyNot: {
          changeRole: whyNot('change_role'),
          endSessions: whyNot('end_sessions'),
          resetSecondFactor: whyNot('reset_second_factor'),
          remove: whyNot('remove'),
          restore: whyNot('restore'),
        },
      }
    }),

  /** Approves a request to join, as global admin or as user, or declines it. */
  decide: customerMutation('people.manage', fresh)
    .input(decideJoinInput)
    .mutation(async ({ ctx, input: { id, decision } }) => {
      const { db, session, now } = ctx
      const person = await findPerson(db, session.organisation.id, id)
      if (!person) throw refused({ code: 'not_found' })
      const membership = settled(decideJoin(person.status, decision))
      const saved = await saveJoinDecision(db, { id, ...membership, decidedBy: session.account.id }, now)
      // Another global admin pressed first.
      if (!saved) throw refused({ code: 'already_decided' })
      await record(ctx, 'membership.decided', person, membership)
      const customerId = session.organisation.id
      await enqueue(db, [{ name: 'mail.join-decided', data: { customerId, membershipId: id } }], now)
      // The person has a mail of their own.
      if (decision === 'global_admin')
        await tellOfRole(ctx, person, { before: [], role: decision }, { isPersonTold: true })
      return {}
    }),

  /**
   * Makes a colleague a global admin, a relationship manager or a user; that counts from the colleague's next request.
   * The colleague and every global admin are told.
   */
  changeRole: customerMutation('people.manage', aboutColleague)
    .input(changeRoleInput)
    .mutation(async ({ ctx, input: { id, role } }) => {
      const person = await actOn(ctx, id, 'change_role')
      const [before, roles] = [person.roles as CustomerRole[], [role]]
      if (before.length === 1 && before[0] === role) return {}
      await saveRoles(ctx.db, id, roles)
      await record(ctx, 'membership.role_changed', person, { roles, before })
      await tellOfRole(ctx, person, { before, role })
      return {}
    }),

  /** Signs a colleague out on every device. */
  endSessions: customerMutation('people.manage', aboutColleague)
    .input(personIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const person = await actOn(ctx, id, 'end_sessions')
      await endSessionsOfMember(ctx.db, id, ctx.now)
      await record(ctx, 'membership.sessions_ended', person)
      return {}
    }),

  /** For a colleague who lost their second factor. */
  resetSecondFactor: customerMutation('people.manage', aboutColleague)
    .input(personIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      await resetColleaguesFactor(ctx, await actOn(ctx, id, 'reset_second_factor'))
      return {}
    }),

  requireSecondFactor: customerMutation('people.manage', fresh)
    .input(requireSecondFactorInput)
    .mutation(async ({ ctx, input: { required } }) => {
      await requireSecondFactor(ctx, required)
      return {}
    }),

  /** Removes a colleague at once; for 30 days they can be restored. */
  remove: customerMutation('people.manage', aboutColleague)
    .input(personIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const person = await actOn(ctx, id, 'remove')
      await savePresence(ctx.db, person, 'removed', ctx.session.account.id, ctx.now)
      await endSessionsOfMember(ctx.db, id, ctx.now)
      await record(ctx, 'membership.removed', person, { roles: person.roles })
      return {}
    }),

  /** Restores a removed colleague with their former role. */
  restore: customerMutation('people.manage', aboutColleague)
    .input(personIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const person = await actOn(ctx, id, 'restore')
      await savePresence(ctx.db, person, 'present', ctx.session.account.id, ctx.now)
      await record(ctx, 'membership.restored', person, { roles: person.roles })
      const [role] = person.roles as CustomerRole[]
      if (role) await tellOfRole(ctx, person, { before: [], role })
      return {}
    }),
})

/** What the admins of a customer see of a colleague. */
const toListed = ({ session }: Pick<ActContext, 'session'>, person: Person) => ({
  id: person.id,
  name: person.name,
  email: person.email,
  status: person.status,
  roles: person.roles as CustomerRole[],
  since: person.since,
  isSuspended: person.isSuspended,
  isSelf: person.id === session.membershipId,
  restorableUntil: person.removedAt && restorableUntil(person.removedAt),
})

const factsOf = (
  { session }: Pick<ActContext, 'session'>,
  { id, roles }: Person,
  { actorRoles, otherGlobalAdmins }: { actorRoles: CustomerRole[]; otherGlobalAdmins: number },
): PersonFacts => ({
  actor: { roles: actorRoles, isSelf: id === session.membershipId },
  roles: roles as CustomerRole[],
  otherGlobalAdmins,
})

/** A colleague, also one who was removed in the last 30 days. */
async function findColleague({ db, session, now }: ActContext, id: Id<'membership'>): Promise<Person> {
  const person = await findPerson(db, session.organisation.id, id)
  if (!person || personStateOf(person, now) === 'purged') throw refused({ code: 'not_found' })
  return person
}

/**
 * Decides an act on a colleague, or refuses it. It first locks everybody who could change the outcome: an admin who was
 * removed a moment ago can no longer act, and of two global admins who remove each other one stays.
 */
async function actOn(ctx: ActContext, id: Id<'membership'>, act: PersonAct): Promise<Person> {
  const { db, session, now } = ctx
  const acting = { actor: session.membershipId, person: id }
  const locked = await lockForPersonAct<CustomerRole>(db, session.organisation.id, acting)
  const person = await findColleague(ctx, id)
  settled(advancePerson(personStateOf(person, now), act, factsOf(ctx, person, locked)))
  return person
}

/** Records a mail to the person whose role was changed, and to each global admin of the customer. */
async function tellOfRole(
  { db, session, now }: ActContext,
  { id: membershipId, accountId }: Person,
  change: { before: CustomerRole[]; role: CustomerRole },
  { isPersonTold = false } = {},
) {
  const customerId = session.organisation.id
  const admins = await listPeopleWithRole(db, customerId, 'global_admin')
  const data = { customerId, membershipId, by: session.account.id, ...change }
  const recipients = new Set([accountId, ...admins.map((admin) => admin.accountId)])
  if (isPersonTold) recipients.delete(accountId)
  const mails = [...recipients].map((recipient) => ({
    name: 'mail.role-changed' as const,
    data: { ...data, accountId: recipient },
  }))
  await enqueue(db, mails, now)
}

/** The customer's record of an act: ids and roles, never a name or an address. */
const record = (
  ctx: ActContext,
  action: AuditAction,
  { id, accountId }: Person,
  details: Record<string, unknown> = {},
) => {
  const organisationId = ctx.session.organisation.id
  const payload = { membershipId: id, accountId, ...details }
  return insertAudit(ctx.db, actorOf(ctx), [{ organisationId, action, payload }], ctx.now)
}
