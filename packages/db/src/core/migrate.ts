import { readdir, readFile } from 'node:fs/promises'
import type { CloudId } from '@entente/domain/core/cloud'
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { isHeldUp, runMigrations } from './run-migrations.ts'

const folder = new URL('migrations/', import.meta.url)

export type MigrateOptions = {
  /** For the login roles `entente_api` and `entente_worker`. */
  passwords?: { api?: string | undefined; worker?: string | undefined }
  /** Marks a new database as one for demo data; an existing one keeps its mark. */
  demo?: boolean
  /** How long it tries to get the locks of one migration. */
  lockMsMax?: number
}

/**
 * Brings the database to the newest schema, as its owner, and binds it to one cloud.
 * Throws when a migration fails (it is rolled back, and those before it stay) or when the database belongs to another cloud.
 */
export async function migrate(
  ownerUrl: string,
  cloud: CloudId,
  { passwords = {}, demo = false, lockMsMax = 60_000 }: MigrateOptions = {},
): Promise<void> {
  const db = new Kysely<{ instance: { cloud: string } }>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ connectionString: ownerUrl, max: 1, idleTimeoutMillis: 0 }),
    }),
    plugins: [new CamelCasePlugin()],
  })
  try {
    await refuseWeakOwner(db)
    await runMigrations(db, await readMigrations(), lockMsMax)
    // The names of applied migrations are no secret; processes check by them whether the schema fits.
    await sql`grant select (name) on kysely_migration to entente_auth`.execute(db)
    await sql`insert into instance (cloud, demo) values (${cloud}, ${demo}) on conflict do nothing`.execute(
      db,
    )
    const { cloud: owner } = await db.selectFrom('instance').select('cloud').executeTakeFirstOrThrow()
    if (owner !== cloud)
      throw new Error(`This database belongs to the instance "${owner}", not to "${cloud}".`)
    if (passwords.api) await setPassword(db, 'entente_api', passwords.api)
    if (passwords.worker) await setPassword(db, 'entente_worker', passwords.worker)
  } catch (error) {
    if (!isHeldUp(error)) throw error
    throw new Error(
      `Locks were not free for ${lockMsMax} ms, so nothing more was changed. Repeat it when less goes on, or stop API and worker first.`,
      { cause: error },
    )
  } finally {
    await db.destroy()
  }
}

/** Creates roles and gives functions to them; an owner whom row-level security binds would also copy nothing in a migration. */
async function refuseWeakOwner(db: Kysely<{ instance: { cloud: string } }>) {
  const { rows } = await sql<{ name: string; isSuperuser: boolean }>`
    select rolname as name, rolsuper as is_superuser from pg_roles where rolname = current_user`.execute(db)
  const [owner] = rows
  if (!owner?.isSuperuser)
    throw new Error(
      `The role ${owner?.name} of DATABASE_OWNER_URL is no superuser, so nothing was changed. In a cluster that this instance has to itself, run as its administrator: alter role ${owner?.name} superuser`,
    )
}

/** The migrations of this build, in order. */
export async function listMigrations(): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return files.map((name) => name.replace(/\.sql$/, ''))
}

async function readMigrations(): Promise<Record<string, string>> {
  const names = await listMigrations()
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(`${name}.sql`, folder), 'utf8')] as const),
    ),
  )
}

// `alter role` takes no parameters, so the server quotes the literal.
async function setPassword(
  db: Kysely<never> | Kysely<{ instance: { cloud: string } }>,
  role: string,
  password: string,
) {
  const { rows } = await sql<{ statement: string }>`
    select format('alter role %I password %L', ${role}::text, ${password}::text) as statement`.execute(
    db as Kysely<never>,
  )
  await sql.raw(rows[0]?.statement ?? '').execute(db as Kysely<never>)
}
