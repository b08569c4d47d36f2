import type { Id } from '@entente/domain/core/id'
import { asTenant } from '../src/core/scopes.ts'
import type { TestDatabase } from './index.ts'
import { rowsOf, tablesOf } from './tables.ts'

/** Every row and column that a partner's scope can read, by table. */
export async function readableToPartner(
  database: TestDatabase,
  organisationId: Id<'organisation'>,
): Promise<Record<string, unknown[]>> {
  const tables = await tablesOf(database)
  return asTenant(database.api, { organisationId, audience: 'partner', personId: null }, async (db) => {
    const found: Record<string, unknown[]> = {}
    for (const table of tables) found[table.name] = await rowsOf(db, table)
    return found
  })
}
