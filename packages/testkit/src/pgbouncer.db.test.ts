import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { findPgBouncer } from './pgbouncer.ts'
import { waitFor } from './wait.ts'

const isAlive = (pid: number) => existsSync(`/proc/${pid}/cmdline`)

test.skipIf(!findPgBouncer() || process.platform !== 'linux')(
  'PgBouncer ends with the process that started it, even by kill -9 (skipped without pgbouncer)',
  async () => {
    const script = `import { startPgBouncer } from ${JSON.stringify(path.join(import.meta.dirname, 'pgbouncer.ts'))}
      const pooler = await startPgBouncer({ to: 1, roles: ['nobody'], poolSize: 1 })
      console.log(pooler.pid())`
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(parent.stdout, 'data')
    const pid = Number(String(line))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await waitFor(() => !isAlive(pid), { what: 'PgBouncer to end' })
  },
)
