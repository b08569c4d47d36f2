import { sql } from 'kysely'
import type { Scoped } from './scopes.ts'
import { type Places, statement } from './statement.ts'

type Held = { table: 'relationship_link' | 'organisation'; ids: readonly string[] }

/**
 * Lets nobody revoke these links, or suspend these partners, until the transaction ends: what comes after it reads them as they
 * are until then (R8). Any number of acceptances hold the same ones at once; migration 0182 has the other side.
 */
export const holdForAcceptance = (db: Scoped<'customer' | 'partner'>, held: Held): Promise<unknown> =>
  db.executeQuery(hold(held))

const hold = statement(
  (_, { table, ids }: Places<Held>) =>
    sql`select pg_advisory_xact_lock_shared(hashtext(${table}), hashtext(id) & 255)
      from unnest(${ids}::text[]) as id`,
)
