import { CompiledQuery } from 'kysely'
import type { Database } from './database.ts'
import { asAuth } from './scopes.ts'

type Statement = { text: string; values: unknown[] }

/** For a library that brings its own SQL for schema `auth`: runs each statement in a scope of its own. */
export const authStatements = (database: Database) => ({
  query: ({ text, values }: Statement) =>
    asAuth(database, null, async (db) => {
      const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values))
      return { rows, rowCount: numAffectedRows === undefined ? rows.length : Number(numAffectedRows) }
    }),
})
