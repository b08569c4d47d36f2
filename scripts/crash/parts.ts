// The processes of the crash test; each is restarted as soon as it dies.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PgServer, startPg } from '@entente/testkit/pg'
import { startPgBouncer } from '@entente/testkit/pgbouncer'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { type Environment, type Running, startProgram } from '../process.ts'

export type Kind = 'api' | 'worker' | 'site' | 'database' | 'pooler'

export type Part = {
  name: string
  kind: Kind
  isUp: () => boolean
  /** kill -9. The part restarts by itself, unless it is held down. */
  kill: () => void
  /** A part that is held down is not restarted. */
  hold: (down: boolean) => void
  /** The time from each death to the first good response, in milliseconds. */
  recoveries: number[]
  stop: () => Promise<void>
}

export type Program = {
  name: string
  kind: 'api' | 'worker' | 'site'
  /** Relative to the root. */
  file: string
  port: number
  /** Called before each start, so that settings can change between starts. */
  env: () => Environment
  onLine: (line: string) => void
}

/** Starts one of our programs and keeps it running. Resolves when it is ready. */
export async function keepProgram({ name, kind, file, port, env, onLine }: Program): Promise<Part> {
  let running: Running | undefined
  let isUp = false
  let isHeld = false
  let isOver = false
  let diedAt: number | undefined
  const recoveries: number[] = []

  async function run(): Promise<void> {
    while (!isOver) {
      if (isHeld) {
        await sleep(20)
        continue
      }
      const stopWaiting = new AbortController()
      const current = startProgram(file, { ...env(), PORT: String(port) }, onLine)
      running = current
      const gone = current.exited.then(() => {
        isUp = false
        stopWaiting.abort()
      })
      await waitForHttp(`http://127.0.0.1:${port}/readyz`, { intervalMs: 25, signal: stopWaiting.signal })
        .then(() => {
          isUp = true
          if (diedAt !== undefined) recoveries.push(performance.now() - diedAt)
          diedAt = undefined
        })
        // A program that cannot start because its database is down is restarted below.
        .catch(() => stopWaiting.signal.aborted || process.kill(current.pid ?? 0, 'SIGKILL'))
      await gone
      diedAt ??= performance.now()
      await sleep(50)
    }
  }
  const over = run()
  await waitFor(() => isUp, { timeoutMs: 60_000, what: `${name} to answer` })
  return {
    name,
    kind,
    recoveries,
    isUp: () => isUp,
    kill() {
      isUp = false
      diedAt = performance.now()
      if (running?.pid) process.kill(running.pid, 'SIGKILL')
    },
    hold(down) {
      isHeld = down
    },
    async stop() {
      isOver = true
      await running?.stop()
      await over
    },
  }
}

export type DatabasePart = Part & {
  url: () => string
  /** One of its standbys, behind an address that stays. */
  replica?: { url: () => string; reads: () => Promise<number> }
  /** Whether nothing that was acknowledged is lost when it is killed now. */
  isSafe: () => Promise<boolean>
}

/** Starts a durable PostgreSQL in its own folder and keeps it running. */
export async function keepDatabase(dir: string): Promise<DatabasePart> {
  const server = await startPg({ dir, port: await freePort() })
  const recoveries: number[] = []
  let isUp = true
  let isOver = false
  let starting = Promise.resolve()

  async function restart(diedAt: number): Promise<void> {
    await server.exited()
    // Its last process may need a moment to release the shared memory.
    await waitFor(() => isOver || server.restart().then(() => true), { timeoutMs: 60_000, intervalMs: 20 })
    recoveries.push(performance.now() - diedAt)
    isUp = true
  }
  return {
    name: 'database',
    kind: 'database',
    recoveries,
    url: () => server.url(),
    isUp: () => isUp,
    kill() {
      isUp = false
      killTree(server)
      starting = restart(performance.now())
    },
    isSafe: async () => isUp,
    hold: () => undefined,
    async stop() {
      await starting
      isOver = true
      await server.stop()
    },
  }
}

export type PoolerPart = Part & {
  /** The same connection string through the pooler. */
  through: (url: string) => string
}

/** Starts PgBouncer in front of a database and keeps it running. */
export async function keepPooler(databaseUrl: string): Promise<PoolerPart> {
  const pooler = await startPgBouncer({
    // Fewer than two APIs have, so that their transactions take turns.
    ...{ to: Number(new URL(databaseUrl).port), roles: ['entente_api'], poolSize: 12 },
  })
  const recoveries: number[] = []
  let isUp = true
  let starting = Promise.resolve()

  async function restart(diedAt: number): Promise<void> {
    await pooler.restart()
    recoveries.push(performance.now() - diedAt)
    isUp = true
  }
  return {
    name: 'pooler',
    kind: 'pooler',
    recoveries,
    through: pooler.through,
    isUp: () => isUp,
    kill() {
      isUp = false
      killNow(pooler.pid())
      starting = restart(performance.now())
    },
    hold: () => undefined,
    async stop() {
      await starting
      await pooler.stop()
    },
  }
}

/** kill -9 for the server and all processes that it started, so that none shuts down in order. */
export function killTree(server: PgServer): void {
  for (const pid of treeOf(server)) killNow(pid)
}

function treeOf(server: PgServer): number[] {
  const pid = server.pid()
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return [pid, ...children.trim().split(/\s+/).filter(Boolean).map(Number)]
  } catch {
    return [pid] // without /proc: the other processes notice by themselves that the server is gone
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has already ended.
  }
}
