import type { Id } from '@entente/domain/core/id'
import type { AuthDb } from '../core/scopes.ts'

export type OwnSession = { id: Id<'session'>; device: string | null; createdAt: Date; seenAt: Date }

/** The open sessions of an account, the latest use first. */
export const listOwnSessions = (
  db: AuthDb,
  accountId: Id<'account'>,
  now: Date,
  seenAfter: Date,
): Promise<OwnSession[]> =>
  db
    .selectFrom('auth.session')
    .select(['id', 'device', 'createdAt', 'seenAt'])
    .where('accountId', '=', accountId)
    .where('awaits', 'is', null)
    .where('replaces', 'is', null)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('seenAt', '>', seenAfter)
    .orderBy('seenAt', 'desc')
    .execute()

/** Ends one session of an account; false when it was not open. Of two presses that finish one sign-in, one succeeds. */
export async function endOwnSession(
  db: AuthDb,
  accountId: Id<'account'>,
  id: Id<'session'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
