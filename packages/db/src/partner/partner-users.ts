import type { Id } from '@entente/domain/core/id'
import type { PartnerRole } from '@entente/domain/core/role'
import { userLimits } from '@entente/domain/core/user-type'
import type { UserRecord, UserState } from '@entente/domain/partner/partner-user'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import { isUniqueViolation } from '../core/unique-violation.ts'

/** A person at a partner, as its user management sees them. `id` is their membership. */
export type PartnerUser = UserRecord & {
  id: Id<'membership'>
  accountId: Id<'account'>
  name: string
  email: string
  /** For a removed user, the roles that a restoration gives back. */
  roles: PartnerRole[]
  since: Date
}

/** Everybody who has or had a membership in the account. */
export const users = (db: PartnerDb, organisationId: Id<'organisation'>) =>
  db
    .selectFrom('auth.membership as membership')
    .innerJoin('auth.account as account', 'account.id', 'membership.accountId')
    .leftJoin('auth.credential as credential', 'credential.accountId', 'membership.accountId')
    .select([
      'membership.id',
      'membership.accountId',
      'account.name',
      'account.email',
      'membership.status',
      'membership.roles',
      'membership.formerRoles',
      'membership.decidedAt',
      'membership.createdAt as since',
      'credential.temporaryUntil',
      'credential.temporaryUsedAt',
      'credential.pastFirst',
    ])
    .where('membership.organisationId', '=', organisationId)

type Row = Awaited<ReturnType<ReturnType<typeof users>['execute']>>[number]

export function toUser(row: Row): PartnerUser {
  const isRemoved = row.status === 'removed'
  return {
    id: row.id,
    accountId: row.accountId,
    name: row.name,
    email: row.email,
    roles: (isRemoved ? row.formerRoles : row.roles) as PartnerRole[],
    since: row.since,
    temporaryUntil: row.temporaryUntil,
    isTemporarySpent: row.temporaryUsedAt !== null,
    isPastFirst: row.pastFirst ?? true,
    removedAt: isRemoved ? row.decidedAt : null,
  }
}

/** A user who was removed after this moment can still be restored. */
export const restorableAfter = (now: Date) => new Date(now.getTime() - userLimits.restorableDays * 86_400_000)

/** A user of the account, also one who was removed in the last 30 days. */
export async function findPartnerUser(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  id: Id<'membership'>,
  now: Date,
): Promise<PartnerUser | undefined> {
  const row = await users(db, organisationId)
    .where('membership.id', '=', id)
    .where((eb) =>
      eb.or([
        eb('membership.status', '=', 'active'),
        eb.and([
          eb('membership.status', '=', 'removed'),
          eb('membership.decidedAt', '>', restorableAfter(now)),
        ]),
      ]),
    )
    .executeTakeFirst()
  return row && toUser(row)
}

export async function countGlobalAdmins(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  except: Id<'membership'>,
): Promise<number> {
  const { others } = await db
    .selectFrom('auth.membership')
    .select((eb) => eb.fn.countAll().as('others'))
    .where('organisationId', '=', organisationId)
    .where('id', '!=', except)
    .where('status', '=', 'active')
    .where(sql<boolean>`'global_admin' = any(roles)`)
    .executeTakeFirstOrThrow()
  return Number(others)
}

/**
 * Locks the actor, the user and every global admin of the account: of two admins who remove each other at once, the
 * second sees what the first did. Returns the actor's roles as they are now, none when the actor was removed, and how
 * many active global admins there are beside the user.
 */
export async function lockForUserAct(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  { actor, user }: { actor: Id<'membership'>; user: Id<'membership'> },
): Promise<{ actorRoles: PartnerRole[]; otherGlobalAdmins: number }> {
  const rows = await db
    .selectFrom('auth.membership')
    .select(['id', 'roles', 'status'])
    .where('organisationId', '=', organisationId)
    .where((eb) =>
      eb.or([
        eb('id', 'in', [actor, user]),
        eb.and([eb('status', '=', 'active'), sql<boolean>`'global_admin' = any(roles)`]),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  const isOther = ({ id, status, roles }: (typeof rows)[number]) =>
    id !== user && status === 'active' && roles.includes('global_admin')
  return {
    actorRoles: (rows.find(({ id }) => id === actor)?.roles ?? []) as PartnerRole[],
    otherGlobalAdmins: rows.filter(isOther).length,
  }
}

export type NewPartnerUser = {
  id: Id<'membership'>
  accountId: Id<'account'>
  organisationId: Id<'organisation'>
  name: string
  email: string
  roles: PartnerRole[]
}

/**
 * Adds a user; returns false when the address is taken, and then the transaction can only be rolled back. Row-level
 * security shows an account only to its company, so each row is written before the one that needs to see it.
 */
export async function insertPartnerUser(db: PartnerDb, user: NewPartnerUser, now: Date): Promise<boolean> {
  const { id, accountId, organisationId, name, email, roles } = user
  try {
    await db
      .insertInto('auth.account')
      .values({ id: accountId, audience: 'partner', email, name, createdAt: now })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
  await db
    .insertInto('auth.membership')
    .values({ id, accountId, organisationId, audience: 'partner', status: 'active', roles, createdAt: now })
    .execute()
  return true
}

/** Whether this person belongs to no other company, so that this one may set their name and password. */
export async function isOwnPerson(
  db: PartnerDb,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<boolean> {
  const { rows } = await sql<{ isOwn: boolean }>`
    select auth.is_own_person(${accountId}::uuid, ${organisationId}::uuid) as is_own`.execute(db)
  return rows[0]?.isOwn ?? false
}

/**
 * Sets a password that another person saw, by its hash: until a moment, it opens once the page that changes it. In the
 * state `created` it is the user's first one.
 */
export const saveTemporaryPassword = (
  db: PartnerDb,
  accountId: Id<'account'>,
  { passwordHash, until, state }: { passwordHash: string; until: Date; state: UserState },
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('auth.credential')
    .values({
      ...{ accountId, passwordHash, changedAt: now, temporaryUntil: until },
      pastFirst: state !== 'created',
    })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet({
        ...{ passwordHash, changedAt: now, temporaryUntil: until, temporaryUsedAt: null },
        pastFirst: state !== 'created',
      }),
    )
    .execute()

export const savePartnerUserName = (
  db: PartnerDb,
  accountId: Id<'account'>,
  name: string,
): Promise<unknown> => db.updateTable('auth.account').set({ name }).where('id', '=', accountId).execute()

export const savePartnerUserRoles = (
  db: PartnerDb,
  id: Id<'membership'>,
  roles: PartnerRole[],
): Promise<unknown> => db.updateTable('auth.membership').set({ roles }).where('id', '=', id).execute()

/** Saves whether a user is removed or present; the roles of a removed user are kept for a restoration. */
export function saveUserState(
  db: PartnerDb,
  { id, roles }: Pick<PartnerUser, 'id' | 'roles'>,
  state: UserState,
  decidedBy: Id<'account'>,
  now: Date,
): Promise<unknown> {
  const isRemoved = state === 'removed' || state === 'purged'
  return db
    .updateTable('auth.membership')
    .set({
      ...(isRemoved
        ? { status: 'removed', roles: [], formerRoles: roles }
        : { status: 'active', roles, formerRoles: [] }),
      ...{ decidedBy, decidedAt: now },
    })
    .where('id', '=', id)
    .execute()
}

/** Ends a user's open sessions in this account, at once. */
export const endUserSessions = (db: PartnerDb, accountId: Id<'account'>, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .execute()
