import { sql } from 'kysely'
import { type Database, engineOf } from './database.ts'

/**
 * Throws when the login role can get around row-level security: a superuser, a role with BYPASSRLS or CREATEROLE, or
 * one that inherits the rights of others. With such a role every tenant would see everything.
 */
export async function refuseStrongRole(database: Database): Promise<void> {
  const { rows } = await sql<{ name: string; strong: boolean }>`
    select rolname as name, rolsuper or rolbypassrls or rolinherit or rolcreaterole as strong
    from pg_roles where rolname = current_user`.execute(engineOf(database).kysely)
  const [role] = rows
  if (!role || role.strong)
    throw new Error(
      `The database role "${role?.name}" has rights of its own. Use entente_api or entente_worker: NOINHERIT, no superuser, no BYPASSRLS.`,
    )
}
