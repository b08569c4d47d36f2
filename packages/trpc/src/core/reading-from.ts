import type { Database } from '@entente/db/core/database'
import { fromReplica } from '@entente/db/core/replica'
import type { Session } from '@entente/db/identity/sessions'

/** Where a query reads: lists, which write nothing, may read a replica. */
export type QueryOptions = { from?: 'primary' | 'replica' }

/** Opens a query's transaction where it may read: on a replica only once that has all that the session's check knew. */
export const readingFrom = <T>(
  { from = 'primary' }: QueryOptions,
  { database, session }: { database: Database; session: Session },
  open: (database: Database) => Promise<T>,
): Promise<T> => (from === 'replica' ? fromReplica(database, session.position, open) : open(database))
