import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

/** Begins a migration that builds or drops indexes while everybody reads and writes; it repeats well after a failure. */
const outside = '-- outside a transaction'

/**
 * Settings of the connection, which only a superuser may make. Later queries on the same table wait behind a lock that a migration waits for, so it waits for
 * moments, and again. Of two that wait for each other the migration notices first and steps back, so that no act of a person fails.
 */
const patience = 'set lock_timeout = 800; set deadlock_timeout = 20'

/** The error of a statement that did not get its lock in time, or that stepped back from a deadlock. */
export const isHeldUp = (error: unknown): boolean =>
  ['55P03', '40P01'].includes((error as { code?: string } | null)?.code ?? '')

/**
 * Applies the migrations, by name and text, that are not applied yet, in the order of their names. In a database that is in use
 * each is a transaction of its own, so that no lock outlives its migration; one that fails leaves those before it, which the
 * running build tolerates, and one that is held up is tried again for `lockMsMax`. A migration whose text begins with
 * `-- outside a transaction` runs statement by statement. `db` has one connection.
 */
export async function runMigrations<Schema>(
  db: Kysely<Schema>,
  texts: Readonly<Record<string, string>>,
  lockMsMax: number,
): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(texts).map(([name, text]): [string, Migration] => [
      name,
      { up: (on) => run(on, text.startsWith(outside) ? statementsOf(text) : [text]) },
    ]),
  )
  const options = { db, provider: { getMigrations: async () => migrations } }
  await sql.raw(patience).execute(db)
  const isOutside = (name: string) => texts[name]?.startsWith(outside) ?? false
  const all = await new Migrator(options).getMigrations()
  const pending = all.flatMap(({ name, executedAt }) => (executedAt ? [] : [name]))
  // Nobody waits for a lock in a new database, and one transaction is four times as fast.
  const isNew = pending.length === all.length
  for (const [at, name] of pending.entries()) {
    const next = pending[at + 1]
    if (isNew && next && isOutside(name) === isOutside(next)) continue
    await whileHeldUp(lockMsMax, async () => {
      const migrator = new Migrator({ ...options, disableTransactions: isOutside(name) })
      const { error } = await migrator.migrateTo(name)
      if (error) throw error
    })
  }
  // Finds a database that has migrations which this build does not know.
  const { error } = await new Migrator(options).migrateToLatest()
  if (error) throw error
}

async function whileHeldUp(msMax: number, work: () => Promise<void>): Promise<void> {
  const until = performance.now() + msMax
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isHeldUp(error) || performance.now() > until) throw error
      // The sessions that waited behind it go first.
      await sleep(50 + Math.random() * 200)
    }
  }
}

async function run(db: Kysely<unknown>, statements: string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Sent together, they would be one transaction. */
const statementsOf = (text: string): string[] =>
  text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '')
