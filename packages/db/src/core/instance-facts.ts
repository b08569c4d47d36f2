import { sql } from 'kysely'
import { type Database, engineOf } from './database.ts'
import type { AuthDb, RelayDb } from './scopes.ts'

export type ServerFacts = {
  role: string
  /** The major version, such as 18. */
  version: number
  now: Date
  /** Whether it follows a primary and takes no writes. */
  isReplica: boolean
  /** Our tables without forced row-level security, apart from `instance`, which names the cloud. */
  looseTables: string[]
}

/** What PostgreSQL tells every role that can sign in, outside any scope. */
export async function findServerFacts(database: Database): Promise<ServerFacts> {
  const { rows } = await sql<ServerFacts>`
    select current_user as role, current_setting('server_version_num')::int / 10000 as version,
      clock_timestamp() as now, pg_is_in_recovery() as is_replica,
      array(select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p')
          and c.relname not like 'kysely\\_%' and c.relname <> 'instance'
          and not (c.relrowsecurity and c.relforcerowsecurity) order by 1) as loose_tables`.execute(
    engineOf(database).kysely,
  )
  return rows[0] as ServerFacts
}

/** The migrations that were applied to the database. */
export async function listAppliedMigrations(db: AuthDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** When a worker last reported that it is alive; null when none ever did. */
export async function findLatestPulse(db: RelayDb): Promise<Date | null> {
  const row = await db
    .selectFrom('workerPulse')
    .select('seenAt')
    .orderBy('seenAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.seenAt ?? null
}
