import { startTcpProxy, type TcpProxy } from '@entente/testkit/tcp-proxy'
import { sql } from 'kysely'
import { afterAll } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '../src/core/database.ts'
import { asVisitor } from '../src/core/scopes.ts'

/** A database as the API opens it, behind a proxy that counts round trips and whose network a test can break. */
export async function proxied(apiUrl: string): Promise<{ database: Database; proxy: TcpProxy }> {
  const url = new URL(apiUrl)
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) })
  url.host = `127.0.0.1:${proxy.port}`
  const database = openDatabase({ url: url.href, connectionsMax: 1 })
  afterAll(async () => {
    await closeDatabase(database)
    await proxy.stop()
  })
  return { database, proxy }
}

/** How many round trips some work takes. */
export async function roundTripsOf(proxy: TcpProxy, work: () => Promise<unknown>): Promise<number> {
  const before = proxy.roundTrips()
  await work()
  return proxy.roundTrips() - before
}

/**
 * The statements of a database's only connection that PostgreSQL still plans each time: after five runs it keeps a plan, unless
 * it expects to do better with one for each time's values, such as an array whose length it does not know before.
 */
export const plannedEachTime = async (database: Database): Promise<string[]> =>
  (
    await asVisitor(database, (db) =>
      sql<{ statement: string }>`select statement from pg_prepared_statements where custom_plans > 5`.execute(
        db,
      ),
    )
  ).rows.map(({ statement }) => statement)
