import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type PgServer, startPg } from '@entente/testkit/pg'
import pg from 'pg'

/** Creates a folder that is deleted when this process exits for any reason. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }))
  return folder
}

/** Runs `work` with a durable PostgreSQL and a folder, and removes both at the end. */
export async function inLab<T>(work: (server: PgServer, folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder()
  try {
    const server = await startPg({ dir: path.join(folder, 'pg') })
    // Stops the server also when the process is interrupted: otherwise it would go on writing into the folder.
    const kill = () => process.kill(server.pid(), 'SIGKILL')
    process.prependOnceListener('exit', kill)
    try {
      return await work(server, folder)
    } finally {
      process.off('exit', kill)
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs statements one after the other on a connection of their own and returns the rows of the last. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  ...statements: (string | pg.QueryConfig)[]
): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
