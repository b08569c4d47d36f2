import type { Id } from '@entente/domain/core/id'
import type { PartnerRole } from '@entente/domain/core/role'
import { restorableAfter } from '@entente/domain/identity/person'
import type { UserRecord, UserState } from '@entente/domain/partner/partner-user'
import { sql } from 'kysely'
import { batch } from '../core/batch.ts'
import type { PartnerDb } from '../core/scopes.ts'
import { cutAgainOf, cutOf } from '../core/search.ts'
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
      sql<boolean>`account.added_by = ${organisationId} and credential.account_id is null`.as('awaitsLink'),
      sql<Date | null>`(select max(link.expires_at) from auth.one_time_link link
        where link.account_id = account.id and link.kind = 'set_up' and link.organisation_id = ${organisationId}
          and link.consumed_at is null)`.as('linkUntil'),
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
    awaitsLink: row.awaitsLink ?? false,
    linkUntil: row.linkUntil,
    removedAt: isRemoved ? row.decidedAt : null,
  }
}

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

export type NewPartnerUser = {
  id: Id<'membership'>
  accountId: Id<'account'>
  organisationId: Id<'organisation'>
  name: string
  email: string
  roles: PartnerRole[]
}

/**
 * Adds a user; returns false when the company has one with this address, and then the transaction can only be rolled
 * back. Accounts of the address elsewhere are not asked. Row-level security shows an account only to its company, so each
 * row is written before the one that needs to see it.
 */
export async function insertPartnerUser(db: PartnerDb, user: NewPartnerUser, now: Date): Promise<boolean> {
  const { id, accountId, organisationId, name, email, roles } = user
  const membership = { id, accountId, organisationId, roles, createdAt: now }
  const account = db.insertInto('auth.account').values({
    ...{ id: accountId, audience: 'partner', email, name, addedBy: organisationId, createdAt: now },
    ...cutOf(name, email),
  })
  try {
    const [, , other] = await batch([
      account.execute(),
      db
        .insertInto('auth.membership')
        .values({ ...membership, audience: 'partner', status: 'active' })
        .execute(),
      // Asked after the insert: the index answers two colleagues at once, this an owner who joined before it.
      users(db, organisationId)
        .where('account.email', '=', email)
        .where('account.id', '!=', accountId)
        .executeTakeFirst(),
    ])
    return other === undefined
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
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
        ...{ pastFirst: state !== 'created', mailboxProvenAt: null },
      }),
    )
    .execute()

export const savePartnerUserName = (
  db: PartnerDb,
  { accountId, email }: Pick<PartnerUser, 'accountId' | 'email'>,
  name: string,
): Promise<unknown> =>
  db
    .updateTable('auth.account')
    .set({ name, ...cutAgainOf(name, email) })
    .where('id', '=', accountId)
    .execute()

/** Makes a removed user's address free at once, for its owner and for other companies. */
export const releaseAddress = (db: PartnerDb, accountId: Id<'account'>): Promise<unknown> =>
  sql`select auth.release_address(${accountId}::uuid)`.execute(db)

/** Ends a user's open sessions in this account, at once. */
export const endUserSessions = (db: PartnerDb, accountId: Id<'account'>, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .execute()
