import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type { Role } from '@entente/domain/core/role'
import type { MembershipStatus } from '@entente/domain/identity/person'
import type { AuthDb } from '../core/scopes.ts'
import { cutOf } from '../core/search.ts'

export type Account = {
  id: Id<'account'>
  audience: Audience
  email: string
  name: string
  passwordHash: string
}

/**
 * The accounts with a password of one address: its owner's first, then those that its owner has not taken up, one for
 * each company that added the address.
 */
export async function listAccounts(
  db: AuthDb,
  audience: Audience,
  email: string,
): Promise<(Account & { passwordChangedAt: Date; isTakenUp: boolean; isTemporary: boolean })[]> {
  const rows = await db
    .selectFrom('auth.account as account')
    .innerJoin('auth.credential as credential', 'credential.accountId', 'account.id')
    .select(['account.id', 'account.email', 'account.name', 'credential.passwordHash'])
    .select('credential.changedAt as passwordChangedAt')
    .select((eb) => eb('account.addedBy', 'is', null).$castTo<boolean>().as('isTakenUp'))
    .select((eb) => eb('credential.temporaryUntil', 'is not', null).$castTo<boolean>().as('isTemporary'))
    .where('account.audience', '=', audience)
    .where('account.email', '=', email)
    .orderBy('account.addedBy', (order) => order.nullsFirst())
    .execute()
  return rows.map((row) => ({ ...row, audience }))
}

/** The account that a reset of an address's password is for: its owner's, where there is one. */
export async function findAccount(
  db: AuthDb,
  audience: Audience,
  email: string,
): Promise<Account | undefined> {
  const [first] = await listAccounts(db, audience, email)
  return first
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

/** The account of an address's owner, with or without a password. */
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
    .where('addedBy', 'is', null)
    .executeTakeFirst()

/** Whether an operator suspended the account, whether somebody else reset its second factor, and since when its password is. */
export async function findSignInState(
  db: AuthDb,
  id: Id<'account'>,
): Promise<{ isSuspended: boolean; wasFactorReset: boolean; passwordChangedAt: Date | null }> {
  const account = await db
    .selectFrom('auth.account as account')
    .leftJoin('auth.credential as credential', 'credential.accountId', 'account.id')
    .select(['account.suspendedAt', 'account.secondFactorResetAt', 'credential.changedAt'])
    .where('account.id', '=', id)
    .executeTakeFirstOrThrow()
  const { suspendedAt, secondFactorResetAt, changedAt } = account
  return {
    isSuspended: suspendedAt !== null,
    wasFactorReset: secondFactorResetAt !== null,
    passwordChangedAt: changedAt,
  }
}

/**
 * Creates the account of an address's owner, with the password that came with the proof of the mailbox, if there is one;
 * false when the address has one.
 */
export async function insertAccount(
  db: AuthDb,
  {
    passwordHash,
    ...account
  }: Omit<Account, 'passwordHash'> & {
    passwordHash: string | null
    locale?: Locale
  },
  now: Date,
): Promise<boolean> {
  const inserted = await db
    .insertInto('auth.account')
    .values({ ...account, ...cutOf(account.name, account.email), createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  if (passwordHash === null) return true
  await savePassword(db, account.id, passwordHash, now)
  await saveMailboxProof(db, account.id, now)
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

/** Keeps since when a link that came by mail has proven the account's mailbox; the first proof counts. */
export const saveMailboxProof = (db: AuthDb, accountId: Id<'account'>, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.credential')
    .set({ mailboxProvenAt: now })
    .where('accountId', '=', accountId)
    .where('mailboxProvenAt', 'is', null)
    .execute()

/** Stores another hash of the same password, unless the password was changed meanwhile. */
export const replacePasswordHash = (
  db: AuthDb,
  id: Id<'account'>,
  from: string,
  to: string,
): Promise<unknown> =>
  db
    .updateTable('auth.credential')
    .set({ passwordHash: to })
    .where('accountId', '=', id)
    .where('passwordHash', '=', from)
    .execute()

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
