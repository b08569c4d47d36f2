import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type PgServer, startPg } from '@entente/testkit/pg'

/** A folder that is gone when this process ends, however it does. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }))
  return folder
}

/** A durable PostgreSQL and a folder, both gone at the end. */
export async function inLab<T>(work: (server: PgServer, folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder()
  try {
    const server = await startPg({ dir: path.join(folder, 'pg') })
    // Whoever ends us in the middle leaves no server that still writes into the folder.
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
