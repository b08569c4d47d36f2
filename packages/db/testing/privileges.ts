import type { TestDatabase } from './index.ts'

/** Per table: its columns, and what each scope role may do, such as `select, update(state version)`. */
export type Privileges = Record<string, Record<string, string>>

type Held = { table: string; grantee: string; privilege: string; columns: string[] }

/** What every scope role may do with every table, read from the database in the form of privileges.json. */
export async function privilegesOf({ asOwner }: TestDatabase): Promise<Privileges> {
  const tables = await asOwner<{ table: string; columns: string[] }>(`
    select n.nspname || '.' || c.relname as table, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p', 'v') and c.relname not like 'kysely_%' group by 1 order by 1`)
  const held = await asOwner<Held>(`
    select table_schema || '.' || table_name as table, grantee, lower(privilege_type) as privilege,
      array_agg(column_name::text order by column_name) as columns
    from information_schema.column_privileges
    where grantee like 'entente\\_%' and grantee <> 'entente_owner' and privilege_type <> 'REFERENCES'
    group by 1, 2, 3
    union all select table_schema || '.' || table_name, grantee, 'delete', '{}'
    from information_schema.table_privileges
    where grantee like 'entente\\_%' and grantee <> 'entente_owner' and privilege_type = 'DELETE'
    order by 1, 2, 3`)
  return Object.fromEntries(
    tables.map(({ table, columns }) => [
      table,
      {
        columns: columns.join(' '),
        ...byRole(
          columns,
          held.filter((one) => one.table === table),
        ),
      },
    ]),
  )
}

function byRole(all: string[], held: Held[]): Record<string, string> {
  const roles: Record<string, string> = {}
  const order = ['select', 'insert', 'update', 'delete']
  for (const { grantee, privilege, columns } of held.toSorted(
    (a, b) => a.grantee.localeCompare(b.grantee) || order.indexOf(a.privilege) - order.indexOf(b.privilege),
  )) {
    const isWhole = columns.length === 0 || columns.length === all.length
    const said = isWhole ? privilege : `${privilege}(${columns.join(' ')})`
    roles[grantee] = roles[grantee] ? `${roles[grantee]}, ${said}` : said
  }
  return roles
}
