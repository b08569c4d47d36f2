import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { AuthDb, Scoped } from '../core/scopes.ts'

type TenantDb = Scoped<'partner' | 'customer'>

export const findTenant = async (db: AuthDb, id: Id<'organisation'>) => {
  const row = await db
    .selectFrom('organisation')
    .select(['kind', 'legalName', 'country'])
    .where('id', '=', id)
    .executeTakeFirst()
  // A check constraint limits the kind to these values.
  return row && { ...row, kind: row.kind as 'partner' | 'customer' }
}

/** A table with the columns that an export has. */
export type ExportTable = { name: string; columns: string[]; hasOwner: boolean; hasFiles: boolean }

// Secrets, hashes, and what only searching and sorting need. An export must open nothing.
const leftOut = '(^|_)(hash|secret|sealed|verifier|nonce|digest|kid|terms|sort_key|terms_version|leads)$'
// What makes a row a tenant's; a table without any of them belongs to the instance.
const owners = ['organisation_id', 'partner_id', 'customer_id', 'provider_id', 'reseller_id', 'account_id']

/** The tables that the tenant's scope may read, each with the columns that it may read. */
export async function listExportTables(db: TenantDb): Promise<ExportTable[]> {
  const { rows } = await sql<ExportTable>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
      array_agg(quote_ident(a.attname) order by a.attnum) as columns,
      bool_or(a.attname = 'organisation_id') as has_owner, bool_or(a.atttypid = 'bytea'::regtype) as has_files
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('public', 'auth') and c.relkind = 'r' and a.attname !~ ${leftOut}
      and has_column_privilege(c.oid, a.attnum, 'select')
    group by n.nspname, c.relname
    having bool_or(a.attname = any(${owners})) or c.relname in ('organisation', 'account')
    order by 1`.execute(db)
  return rows
}

/** The rows of a table that are the scope's tenant's or concern it, as lines of JSON, 500 at a time, or one with a file. */
export async function* readExportTable(
  db: TenantDb,
  { name, columns, hasOwner, hasFiles }: ExportTable,
): AsyncGenerator<string[]> {
  // Names come quoted from the catalogue. A row with an owner is exported to it alone, also where others may read it.
  const owned = hasOwner ? sql`where organisation_id = (select current_tenant())` : sql``
  await sql`declare exported no scroll cursor for
    select row_to_json(one)::text as line from (select ${sql.raw(columns.join(', '))} from ${sql.raw(name)} ${owned}) one`.execute(
    db,
  )
  const atOnce = hasFiles ? 1 : 500
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(atOnce)} from exported`.execute(db)
    if (rows.length > 0) yield rows.map(({ line }) => line)
    if (rows.length < atOnce) break
  }
  await sql`close exported`.execute(db)
}
