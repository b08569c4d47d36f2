// The processes of the crash test: each is started again as soon as it has died.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PgServer, startPg } from '@entente/testkit/pg'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { type Environment, type Running, startProgram } from '../process.ts'

export type Kind = 'api' | 'worker' | 'database'

export type Part = {
  name: string
  kind: Kind
  isUp: () => boolean
  /** kill -9. It comes back by itself, unless it is held down. */
  kill: () => void
  /** While held down it is not started again. */
  hold: (down: boolean) => void
  /** From each death to the first good answer, in milliseconds. */
  recoveries: number[]
  stop: () => Promise<void>
}

export type Program = {
  name: string
  kind: 'api' | 'worker'
  port: number
  /** Asked before each start, so that settings can change in between. */
  env: () => Environment
  onLine: (line: string) => void
}

/** One of our main.ts files, kept alive. Resolves when it can work. */
export async function keepProgram({ name, kind, port, env, onLine }: Program): Promise<Part> {
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
      const patience = new AbortController()
      const current = startProgram(`apps/${kind}/src/main.ts`, { ...env(), PORT: String(port) }, onLine)
      running = current
      const gone = current.exited.then(() => {
        isUp = false
        patience.abort()
      })
      await waitForHttp(`http://127.0.0.1:${port}/readyz`, { intervalMs: 25, signal: patience.signal })
        .then(() => {
          isUp = true
          if (diedAt !== undefined) recoveries.push(performance.now() - diedAt)
          diedAt = undefined
        })
        // One that cannot start, because its database is away, is started again below.
        .catch(() => patience.signal.aborted || process.kill(current.pid ?? 0, 'SIGKILL'))
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

export type DatabasePart = Part & { url: () => string }

/** A durable PostgreSQL on a folder of its own, kept alive. */
export async function keepDatabase(dir: string): Promise<DatabasePart> {
  const server = await startPg({ dir, port: await freePort() })
  const recoveries: number[] = []
  let isUp = true
  let isOver = false
  let starting = Promise.resolve()

  async function restart(diedAt: number): Promise<void> {
    await server.exited()
    // The last of its processes may need a moment to let go of the shared memory.
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
      for (const pid of treeOf(server)) endNow(pid)
      starting = restart(performance.now())
    },
    hold: () => undefined,
    async stop() {
      await starting
      isOver = true
      await server.stop()
    },
  }
}

/** The server and all that it has started, so that nobody ends in order. */
function treeOf(server: PgServer): number[] {
  const pid = server.pid()
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return [pid, ...children.trim().split(/\s+/).filter(Boolean).map(Number)]
  } catch {
    return [pid] // without /proc: the others notice by themselves that it is gone
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
