import type { Id } from '@entente/domain/core/id'
import type { AuthDb } from '../core/scopes.ts'

/** A sign-in that leaves for a directory. `verifier` is sealed for the attempt. */
export type DirectoryAttempt = {
  id: Id<'directory_attempt'>
  /** Null for the directory of the operators. */
  organisationId: Id<'organisation'> | null
  /** Who tests the directory, or confirms at that of the operators who they are. */
  testedBy: Id<'account'> | null
  nonce: string
  kid: string
  verifier: Buffer
  createdAt: Date
}

export const insertDirectoryAttempt = (
  db: AuthDb,
  attempt: DirectoryAttempt & { stateHash: Buffer; expiresAt: Date },
): Promise<unknown> => db.insertInto('auth.directoryAttempt').values(attempt).execute()

/** Uses up an attempt at a directory of a partner's or of the instance: of two returns with the same state, one finds it. */
export const consumeDirectoryAttempt = (
  db: AuthDb,
  at: 'partner' | 'instance',
  stateHash: Buffer,
  now: Date,
): Promise<DirectoryAttempt | undefined> =>
  db
    .updateTable('auth.directoryAttempt')
    .set({ consumedAt: now })
    .where('stateHash', '=', stateHash)
    .where('organisationId', at === 'partner' ? 'is not' : 'is', null)
    .where('consumedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning(['id', 'organisationId', 'testedBy', 'nonce', 'kid', 'verifier', 'createdAt'])
    .executeTakeFirst()

/** Removes attempts that have expired. */
export const deleteExpiredAttempts = (db: AuthDb, now: Date): Promise<unknown> =>
  db.deleteFrom('auth.directoryAttempt').where('expiresAt', '<', now).execute()
