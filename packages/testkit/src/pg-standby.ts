// Standbys without pg_basebackup, which the embedded PostgreSQL lacks.
import { appendFile, cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ownerRole, type PgServer } from './pg.ts'
import { waitFor } from './wait.ts'

/** One connection of the owner, the whole time. */
type Connection = { query: (text: string) => Promise<{ rows: { labelfile?: string }[] }> }

const timeoutMs = 60_000

/** A base back-up of a server that goes on, as a folder from which a standby starts that follows `primaryPort`. */
export async function copyAsStandby(
  connection: Connection,
  primary: PgServer,
  { dir, primaryPort }: { dir: string; primaryPort: number },
): Promise<void> {
  await connection.query(`select pg_backup_start('standby', true)`)
  const skipped = /^(pg_wal|postmaster\.(pid|opts)|standby\.signal)$/
  const filter = (file: string) => !skipped.test(path.relative(primary.dir, file))
  // A file that is removed while it is read ends the copy; the next attempt does not see it.
  await waitFor(() => cp(primary.dir, dir, { recursive: true, force: true, filter }).then(() => true), {
    ...{ timeoutMs, intervalMs: 100, what: 'a copy of the primary' },
  })
  const { rows } = await connection.query('select labelfile from pg_backup_stop()')
  await writeFile(path.join(dir, 'backup_label'), rows[0]?.labelfile ?? '')
  await mkdir(path.join(dir, 'pg_wal'))
  await writeFile(path.join(dir, 'standby.signal'), '')
  await appendFile(
    path.join(dir, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=${ownerRole} application_name=${path.basename(dir)}'\n`,
  )
}
