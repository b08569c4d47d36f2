import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import type { MembershipStatus } from '@entente/domain/identity/person'
import type { AuthDb } from '../core/scopes.ts'

export type Account = {
  id: Id<'account'>
  audience: Audience
  email: string
  name: string
  passwordHash: string
}

/** An account of one audience by its address, with its password's hash. */
export async function findAccount(
  db: AuthDb,
  audience: Audience,
  email: string,
): Promise<Account | undefined> {
  const row = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.credential as credential', 'credential.accountId', 'account.id')
    .select(['account.id', 'account.email', 'account.name', 'credential.passwordHash'])
    .where('account.audience', '=', audience)
    .where('account.email', '=', email)
    .executeTakeFirst()
  return row && { ...row, audience }
}

export async function findAccountById(
  db: AuthDb,
  id: Id<'account'>,
): Promise<(Account & { locale: string | null; timeZone: string | null }) | undefined> {
  const row = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.credential as credential', 'credential.accountId', 'account.id')
    .select([
      'account.id',
      'account.email',
      'account.name',
      'account.audience',
      'account.locale',
      'account.timeZone',
      'credential.passwordHash',
    ])
    .where('account.id', '=', id)
    .executeTakeFirst()
  return row && { ...row, audience: row.audience as Audience }
}

/** An account that may still be without a password. */
export const findAccountToSetUp = (
  db: AuthDb,
  id: Id<'account'>,
): Promise<{ id: Id<'account'>; email: string; name: string; audience: string } | undefined> =>
  db
    .selectFrom('auth.account')
    .select(['id', 'email', 'name', 'audience'])
    .where('id', '=', id)
    .executeTakeFirst()

/** An account of one audience by its address, with or without a password. */
export const findAccountOf = (
  db: AuthDb,
  audience: Audience,
  email: string,
): Promise<{ id: Id<'account'>; email: string } | undefined> =>
  db
    .selectFrom('auth.account')
    .select(['id', 'email'])
    .where('audience', '=', audience)
    .where('email', '=', email)
    .executeTakeFirst()

/** Whether an operator suspended the account, and whether somebody else reset its second factor. */
export async function findSignInState(
  db: AuthDb,
  id: Id<'account'>,
): Promise<{ isSuspended: boolean; wasFactorReset: boolean }> {
  const account = await db
    .selectFrom('auth.account')
    .select(['suspendedAt', 'secondFactorResetAt'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { isSuspended: account.suspendedAt !== null, wasFactorReset: account.secondFactorResetAt !== null }
}

/** Creates an account, with its password if it already has one; returns false when the address is taken. */
export async function insertAccount(
  db: AuthDb,
  { passwordHash, ...account }: Omit<Account, 'passwordHash'> & { passwordHash: string | null },
  now: Date,
): Promise<boolean> {
  const inserted = await db
    .insertInto('auth.account')
    .values({ ...account, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  if (passwordHash !== null) await savePassword(db, account.id, passwordHash, now)
  return true
}

/** Sets the password that the person chose, whether there was one before or not. It replaces a temporary password. */
export const savePassword = (
  db: AuthDb,
  id: Id<'account'>,
  passwordHash: string,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('auth.credential')
    .values({ accountId: id, passwordHash, changedAt: now })
    .onConflict((conflict) =>
      conflict.column('accountId').doUpdateSet({
        passwordHash,
        changedAt: now,
        temporaryUntil: null,
        temporaryUsedAt: null,
        pastFirst: true,
      }),
    )
    .execute()

/** An account's temporary password: until when it works, and whether it was used. Undefined for the person's own. */
export async function findTemporaryPassword(
  db: AuthDb,
  accountId: Id<'account'>,
): Promise<{ temporaryUntil: Date; isTemporarySpent: boolean } | undefined> {
  const row = await db
    .selectFrom('auth.credential')
    .select(['temporaryUntil', 'temporaryUsedAt'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (!row?.temporaryUntil) return undefined
  return { temporaryUntil: row.temporaryUntil, isTemporarySpent: row.temporaryUsedAt !== null }
}

/** Uses up a temporary password; false when it was used or has expired. Of two sign-ins at once, one succeeds. */
export async function spendTemporaryPassword(
  db: AuthDb,
  accountId: Id<'account'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.credential')
    .set({ temporaryUsedAt: now })
    .where('accountId', '=', accountId)
    .where('temporaryUntil', '>', now)
    .where('temporaryUsedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export const savePreferences = (
  db: AuthDb,
  id: Id<'account'>,
  preferences: { locale?: string | undefined; timeZone?: string | undefined },
): Promise<unknown> => db.updateTable('auth.account').set(preferences).where('id', '=', id).execute()

export type Membership = {
  id: Id<'membership'>
  organisationId: Id<'organisation'> | null
  organisation: string | null
  status: MembershipStatus
  roles: Role[]
}

/** An account's memberships, those that it can sign in with first. */
export async function listMemberships(db: AuthDb, accountId: Id<'account'>): Promise<Membership[]> {
  const rows = await db
    .selectFrom('auth.membership as membership')
    .leftJoin('organisation', 'organisation.id', 'membership.organisationId')
    .select([
      'membership.id',
      'membership.organisationId',
      'organisation.legalName as organisation',
      'membership.status',
      'membership.roles',
    ])
    .where('membership.accountId', '=', accountId)
    .orderBy((eb) => eb('membership.status', '=', 'active'), 'desc')
    .orderBy('membership.createdAt')
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as MembershipStatus, roles: row.roles as Role[] }))
}

export type NewMembership = {
  id: Id<'membership'>
  accountId: Id<'account'>
  audience: Audience
  organisationId: Id<'organisation'> | null
  status: MembershipStatus
  roles: Role[]
}

export const insertMembership = (db: AuthDb, membership: NewMembership, now: Date): Promise<unknown> =>
  db
    .insertInto('auth.membership')
    .values({ ...membership, createdAt: now })
    .execute()
