import { sql } from 'kysely'
import type { Scoped } from './scopes.ts'
import { type Places, statement } from './statement.ts'

/**
 * Lets nobody revoke these links or suspend these partners until the transaction ends: what comes after it reads them as they
 * are until then (R8). Any number of acceptances hold the same ones at once; migration 0182 has the other side.
 */
export const holdForAcceptance = (
  db: Scoped<'customer' | 'partner'>,
  ids: readonly string[],
): Promise<unknown> => db.executeQuery(hold({ ids }))

const hold = statement(
  (_, { ids }: Places<{ ids: readonly string[] }>) =>
    sql`select pg_advisory_xact_lock_shared(hashtext('acceptances'), hashtext(id) & 255)
      from unnest(${ids}::text[]) as id`,
)
