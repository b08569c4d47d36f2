import type { Id } from '@entente/domain/core/id'
import type { AuthDb } from '../core/scopes.ts'

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
