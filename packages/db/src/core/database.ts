import { Kysely, type KyselyProps, type LogEvent } from 'kysely'
import pg from 'pg'
import { CodeNamesDialect, codeNames } from './code-names.ts'
import { preparing } from './prepared.ts'
import type { DB } from './schema.gen.ts'

const inside: unique symbol = Symbol('database')

/** A pool of connections that can do nothing by itself: only the scopes of `scopes.ts` open transactions on it. */
export type Database = { readonly [inside]: Engine }

export type DatabaseOptions = {
  url: string
  /** A replica, for `fromReplica`. */
  replicaUrl?: string | undefined
  /** More than 8 to 10 connections on two cores only add latency. */
  connectionsMax?: number
  /** How long a statement may take before its connection is given up; without it there is no limit. */
  statementMsMax?: number
  /** Whether connections prepare statements; not behind a pooler that does not know them. */
  prepared?: boolean
  /** Called for every statement; tests count with it. */
  onStatement?: (event: LogEvent) => void
  /** Called for errors of idle connections, which the pool replaces by itself. */
  onError?: (error: Error) => void
}

// A free connection, or a new one, comes within milliseconds or not at all.
const connectionMsMax = 2000

export function openDatabase(options: DatabaseOptions): Database {
  const { replicaUrl, ...own } = options
  const replica = replicaUrl ? openDatabase({ ...own, url: replicaUrl }) : undefined
  return { [inside]: engineFor(own, replica) }
}

function engineFor(
  { url, connectionsMax = 10, statementMsMax, prepared = true, onStatement, onError }: DatabaseOptions,
  replica: Database | undefined,
): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: connectionMsMax,
    keepAlive: true,
    // Needed by `preparing`, which sends the beginning of a transaction ahead.
    pipeline: true,
    // Timed here, because a database behind a broken network cannot end a statement and poolers have no such setting.
    ...(statementMsMax && { query_timeout: statementMsMax }),
  })
  // Without a listener a dropped idle connection would end the process.
  pool.on('error', (error) => onError?.(error))
  // The same is true of one that drops in the middle of a transaction: its statement fails, the process must not.
  pool.on('connect', (client) => client.on('error', (error) => onError?.(error)))
  const dialect = new CodeNamesDialect({ pool: preparing(pool, { names: prepared }) })
  const config = { dialect, plugins: [codeNames], ...(onStatement && { log: onStatement }) }
  const props = { config, dialect, driver: dialect.createDriver() }
  return { kysely: new Kysely<DB>(config), pool, props, replica }
}

export async function closeDatabase(database: Database): Promise<void> {
  const { kysely, replica } = database[inside]
  await Promise.all([kysely.destroy(), replica && closeDatabase(replica)])
}

/** How many connections there are, how many of them are free, and how many requests wait for one. */
export const poolFigures = (database: Database): { total: number; idle: number; waiting: number } => {
  const { totalCount, idleCount, waitingCount, options } = database[inside].pool
  // The pool hands out what is free, or opens more, only at the end of the turn.
  const free = idleCount + options.max - totalCount
  return { total: totalCount, idle: idleCount, waiting: Math.max(0, waitingCount - free) }
}

/** For this package only: what is behind a database. */
export type Engine = {
  kysely: Kysely<DB>
  pool: pg.Pool
  /** What Kysely needs to make another view of a transaction. */
  props: Omit<KyselyProps, 'executor'>
  replica: Database | undefined
}
export const engineOf = (database: Database): Engine => database[inside]
