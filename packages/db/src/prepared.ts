import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { isUnavailable } from './unavailable.ts'

// Far more than we have; statements whose length depends on their input must not fill a server's memory.
const namesMax = 1000

/**
 * A pool whose connections prepare each statement once and then only bind it: parsing and planning is a third of what
 * an acceptance costs PostgreSQL. Select lists name their columns, since a prepared `select *` fails after a migration
 * that adds one. A pooler in between must know prepared statements (PgBouncer from 1.21 on does).
 */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known || names.size >= namesMax) return known
    const name = `s${names.size + 1}`
    names.set(text, name)
    return name
  }
  const prepare = (client: pg.PoolClient): PostgresPoolClient => {
    // A connection that did not answer is never used again: not to roll back, and not by the next request.
    let lost: Error | undefined
    const query = async (text: string, values: readonly unknown[]) => {
      if (lost) throw lost
      // Without values it is `begin`, `commit` or a script of several statements.
      const name = values.length > 0 ? nameOf(text) : undefined
      try {
        return await client.query({ text, values: [...values], ...(name && { name }) })
      } catch (error) {
        if (error instanceof Error && isUnavailable(error)) lost = error
        throw error
      }
    }
    // Kysely also allows cursors, which nothing here opens.
    return {
      query,
      release: (destroy?: boolean) => client.release(lost ?? destroy),
    } as unknown as PostgresPoolClient
  }
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect()
      // The same object for the same connection: Kysely keeps what it knows of it.
      const known = clients.get(client) ?? prepare(client)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}
