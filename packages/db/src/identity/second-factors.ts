import type { Id } from '@entente/domain/core/id'
import { newId } from '../core/new-id.ts'
import type { AuthDb, Scoped } from '../core/scopes.ts'

/** A sealed secret: the id of the key that seals it, and the bytes that only the keys file opens. */
export type SecondFactor = { id: Id<'second_factor'>; kid: string; secret: Buffer }

/** The session, or the sign-in in progress, that sets up a factor of its account. */
export type FactorSession = { accountId: Id<'account'>; sessionId: Id<'session'> }

/** The confirmed factor that an account signs in with; undefined when it has none. */
export const findSecondFactor = (
  db: AuthDb,
  accountId: Id<'account'>,
): Promise<(SecondFactor & { confirmedAt: Date | null }) | undefined> =>
  db
    .selectFrom('auth.secondFactor')
    .select(['id', 'kid', 'secret', 'confirmedAt'])
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst()

/**
 * The factor that a session sets up, if that began after a moment: its secret is shown for a limited time, and to no other
 * session, whose owner would know the secret of the factor once it is confirmed.
 */
export const findFactorBeingSetUp = (
  db: AuthDb,
  { accountId, sessionId }: FactorSession,
  after: Date,
): Promise<SecondFactor | undefined> =>
  db
    .selectFrom('auth.secondFactor')
    .select(['id', 'kid', 'secret'])
    .where('accountId', '=', accountId)
    .where('sessionId', '=', sessionId)
    .where('confirmedAt', 'is', null)
    .where('createdAt', '>', after)
    .executeTakeFirst()

/** Keeps a sealed secret until a first code confirms it, in place of an earlier one that was never confirmed. */
export const saveFactorBeingSetUp = (
  db: AuthDb,
  { accountId, sessionId }: FactorSession,
  { kid, secret }: Pick<SecondFactor, 'kid' | 'secret'>,
  now: Date,
): Promise<unknown> => {
  // Each secret gets a new id, so that a code confirms exactly the secret that it was checked against.
  const id = newId<'second_factor'>()
  return db
    .insertInto('auth.secondFactor')
    .values({ id, accountId, sessionId, kid, secret, createdAt: now })
    .onConflict((conflict) =>
      conflict
        .column('accountId')
        .where('confirmedAt', 'is', null)
        .doUpdateSet({ id, sessionId, kid, secret, createdAt: now }),
    )
    .execute()
}

/**
 * Turns on the factor that was being set up, in place of the one in use; returns false when another press did so
 * meanwhile. The time step of the code that confirms it is used up.
 */
export async function confirmSecondFactor(
  db: AuthDb,
  accountId: Id<'account'>,
  factor: { id: Id<'second_factor'>; step: number },
  now: Date,
): Promise<boolean> {
  await db
    .deleteFrom('auth.secondFactor')
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    .where('id', '!=', factor.id)
    .execute()
  const { numUpdatedRows } = await db
    .updateTable('auth.secondFactor')
    .set({ confirmedAt: now, lastStep: factor.step })
    .where('id', '=', factor.id)
    .where('confirmedAt', 'is', null)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('auth.account')
    .set({ secondFactorResetAt: null })
    .where('id', '=', accountId)
    .where('secondFactorResetAt', 'is not', null)
    .execute()
  return numUpdatedRows === 1n
}

/** Uses up a time step; false when it or a later one was used. Of two presses with one code, one counts. */
export async function useTimeStep(db: AuthDb, id: Id<'second_factor'>, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.secondFactor')
    .set({ lastStep: step })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lastStep', 'is', null), eb('lastStep', '<', String(step))]))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Removes an account's factors and recovery codes. */
export async function deleteSecondFactor(
  db: Scoped<'auth' | 'partner' | 'customer' | 'operator'>,
  accountId: Id<'account'>,
): Promise<void> {
  await db.deleteFrom('auth.secondFactor').where('accountId', '=', accountId).execute()
  await db.deleteFrom('auth.recoveryCode').where('accountId', '=', accountId).execute()
}

/** Removes an account's factors and recovery codes unless the mailbox was proven before the factor was set up. */
export async function deleteUnprovenFactor(db: AuthDb, accountId: Id<'account'>): Promise<void> {
  const proven = await db
    .selectFrom('auth.secondFactor as factor')
    .innerJoin('auth.credential as credential', 'credential.accountId', 'factor.accountId')
    .select('factor.id')
    .where('factor.accountId', '=', accountId)
    .whereRef('factor.confirmedAt', '>=', 'credential.mailboxProvenAt')
    .executeTakeFirst()
  if (!proven) await deleteSecondFactor(db, accountId)
}

/** Removes the factor of a person who lost it; the next sign-in sets up another one before anything else. */
export async function resetSecondFactor(
  db: Scoped<'partner' | 'customer' | 'operator'>,
  accountId: Id<'account'>,
  now: Date,
): Promise<void> {
  // First the account: a sign-in that has begun holds its lock until its session can be seen and ended.
  await db.updateTable('auth.account').set({ secondFactorResetAt: now }).where('id', '=', accountId).execute()
  await deleteSecondFactor(db, accountId)
}

/** Those of the accounts that have a confirmed factor. */
export async function accountsWithSecondFactor(
  db: Scoped<'partner' | 'customer' | 'operator'>,
  accountIds: Id<'account'>[],
): Promise<ReadonlySet<Id<'account'>>> {
  if (accountIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('auth.secondFactor')
    .select('accountId')
    .where('accountId', 'in', accountIds)
    .where('confirmedAt', 'is not', null)
    .execute()
  return new Set(rows.map(({ accountId }) => accountId))
}

/** Ends the open sessions of an organisation's people without a confirmed factor. */
export const endSessionsWithoutFactor = (
  db: Scoped<'partner' | 'customer'>,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('endedAt', 'is', null)
    .where(
      'membershipId',
      'in',
      db.selectFrom('auth.membership').select('id').where('organisationId', '=', organisationId),
    )
    .where(
      'accountId',
      'not in',
      db.selectFrom('auth.secondFactor').select('accountId').where('confirmedAt', 'is not', null),
    )
    .execute()

/** Saves new recovery codes, by their hashes, in place of all earlier ones. */
export async function saveRecoveryCodes(
  db: AuthDb,
  accountId: Id<'account'>,
  hashes: readonly Buffer[],
  now: Date,
): Promise<void> {
  await db.deleteFrom('auth.recoveryCode').where('accountId', '=', accountId).execute()
  await db
    .insertInto('auth.recoveryCode')
    .values(hashes.map((codeHash) => ({ id: newId<'recovery_code'>(), accountId, codeHash, createdAt: now })))
    .execute()
}

/** Uses up a recovery code; false when there is none with these hashes. Of two presses with one code, one counts. */
export async function useRecoveryCode(
  db: AuthDb,
  accountId: Id<'account'>,
  hashes: readonly Buffer[],
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.recoveryCode')
    .set({ usedAt: now })
    .where('accountId', '=', accountId)
    .where('codeHash', 'in', hashes)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function countRecoveryCodes(db: AuthDb, accountId: Id<'account'>): Promise<number> {
  const { left } = await db
    .selectFrom('auth.recoveryCode')
    .select((eb) => eb.fn.countAll().as('left'))
    .where('accountId', '=', accountId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}

/** The data keys that second factors are sealed with. */
export async function listSecondFactorKids(db: AuthDb): Promise<string[]> {
  const rows = await db.selectFrom('auth.secondFactor').select('kid').distinct().execute()
  return rows.map(({ kid }) => kid)
}
