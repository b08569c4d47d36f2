import { CompiledQuery } from 'kysely'
import type { Scope, Scoped } from '../src/core/scopes.ts'
import type { TestDatabase } from './index.ts'

export const commands = ['select', 'insert', 'update', 'delete'] as const
export type Command = (typeof commands)[number]
export type Table = { schema: string; name: string; column: string; tenant: string[] }

/** All our tables, read from the database, so that a new one is tested from its first day. */
export const tablesOf = (database: TestDatabase): Promise<Table[]> =>
  database.asOwner<Table>(`
  select n.nspname as schema, c.relname as name,
    (select attname from pg_attribute where attrelid = c.oid and attnum > 0 order by attnum limit 1) as column,
    array(select attname::text from pg_attribute where attrelid = c.oid
      and attname in ('organisation_id', 'customer_id', 'partner_id')) as tenant
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and c.relname not like 'kysely_%' order by 1, 2`)

/** A statement of this kind that touches every row that the role may reach. */
export const statement = ({ schema, name, column }: Table, command: Command): string =>
  ({
    select: `select * from ${schema}.${name}`,
    insert: `insert into ${schema}.${name} default values`,
    update: `update ${schema}.${name} set ${column} = ${column}`,
    delete: `delete from ${schema}.${name}`,
  })[command]

export const run = async (db: Scoped<Scope>, sql: string) => {
  const { rows, numAffectedRows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))
  return { rows, count: Number(numAffectedRows ?? rows.length) }
}

/** Every row that the scope may read, in the columns that it may read. */
export async function rowsOf(db: Scoped<Scope>, { schema, name }: Table): Promise<Record<string, unknown>[]> {
  const { rows } = await run(
    db,
    `select quote_ident(attname) as column from pg_attribute where attrelid = '${schema}.${name}'::regclass
    and attnum > 0 and not attisdropped and has_column_privilege(attrelid, attnum, 'select') order by attnum`,
  )
  if (rows.length === 0) return []
  const columns = rows.map(({ column }) => column).join(', ')
  return (await run(db, `select ${columns} from ${schema}.${name} order by 1`)).rows
}

/** Inserts a row past every policy. */
export async function insertRow(
  database: TestDatabase,
  table: string,
  row: Record<string, unknown>,
): Promise<void> {
  const places = Object.keys(row).map((_, at) => `$${at + 1}`)
  await database.asOwner(`insert into ${table} (${Object.keys(row)}) values (${places})`, Object.values(row))
}

/** How many rows each table holds. */
export async function rowCounts(database: TestDatabase): Promise<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const { schema, name } of await tablesOf(database)) {
    const [row] = await database.asOwner<{ n: number }>(
      `select count(*)::integer as n from ${schema}.${name}`,
    )
    all[`${schema}.${name}`] = row?.n ?? 0
  }
  return all
}
