// A real PostgreSQL server from the npm registry: no system install, for a running demo and for tests.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createFolder, initialise, postgresBinaries } from './pg-folder.ts'
import { asUser, type RunAs } from './pg-user.ts'
import { freePort } from './ports.ts'

/** The superuser that `initdb` makes. Migrations run as this role, the application never does. */
export const ownerRole = 'entente_owner'

export type PgOptions = {
  /** The data folder. Without one, a temporary folder that is removed with the server. */
  dir?: string
  /** A port on 127.0.0.1; without one, a free port. */
  port?: number
  /** The owner's password. Without one the server trusts everybody on this machine: for tests only. */
  password?: string
  /** Trades durability for speed and removes the folder at the end: for tests only. */
  throwaway?: boolean
  /** Receives what the server logs, line by line. */
  onLog?: (line: string) => void
}

export type PgServer = {
  readonly port: number
  readonly dir: string
  /** The server's own process, for tests that kill it. */
  pid(): number
  /** The owner's connection string, with the password where there is one. */
  url(database?: string): string
  /** Resolves when the current server process has ended, for whatever reason. */
  exited(): Promise<void>
  /** Starts the server again on the same folder and port after it has died or been stopped. */
  restart(): Promise<void>
  /** Ends the server, and removes its folder if it was a throw-away one. */
  stop(): Promise<void>
}

/** Creates the data folder if it is missing, starts the server and resolves when it accepts connections. */
export async function startPg(options: PgOptions = {}): Promise<PgServer> {
  const throwaway = options.throwaway ?? options.dir === undefined
  const dir = options.dir ?? mkdtempSync(path.join(tmpdir(), 'entente-pg-'))
  const port = options.port ?? (await freePort())
  mkdirSync(path.dirname(dir), { recursive: true })
  const runAs = createFolder(dir)
  const binaries = await postgresBinaries()
  if (!existsSync(path.join(dir, 'PG_VERSION'))) initialise(binaries, dir, runAs, ownerRole, options.password)
  const launch = () =>
    launchServer({ postgres: binaries.postgres, dir, port, throwaway, runAs, onLog: options.onLog })
  let child = await launch()

  return {
    port,
    dir,
    pid: () => Number(readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    url: (database = 'postgres') =>
      `postgres://${ownerRole}${options.password ? `:${options.password}` : ''}@127.0.0.1:${port}/${database}`,
    exited: () => ended(child),
    async restart() {
      await end(child)
      child = await launch()
    },
    async stop() {
      await end(child)
      if (throwaway) rmSync(dir, { recursive: true, force: true })
    },
  }
}

const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function ended(child: ChildProcess): Promise<void> {
  if (!isOver(child)) await once(child, 'exit')
}

/** Closing the pipe tells the guard to stop the server; the word `keep` tells it to leave the folder in place. */
async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end('keep\n')
  await ended(child)
}

// A shell holds our end of a pipe: when this process dies, even by kill -9, `read` ends and the server is stopped.
// Nothing in this process could do that, and an orphan would lock the data folder. A server that had already crashed
// leaves its folder, throw-away or not, because it may be started again.
const guard = `
signal=$1; throwaway=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- & server=$!
( word=; read -r word <&3
  kill -"$signal" $server 2>/dev/null || exit 0
  [ "$throwaway$word" = yes ] || exit 0
  while kill -0 $server 2>/dev/null; do sleep 0.05; done
  rm -rf "$PGDATA" ) &
exec 3<&-
wait $server`

const throwawaySettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
]

type Launch = {
  postgres: string
  dir: string
  port: number
  throwaway: boolean
  runAs: RunAs
  onLog: ((line: string) => void) | undefined
}

async function launchServer({ postgres, dir, port, throwaway, runAs, onLog }: Launch): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=', // a socket's path may be at most 107 bytes long; TCP is enough
    'timezone=UTC',
    'log_timezone=UTC',
    'max_connections=200',
    'shared_buffers=128MB',
    ...(throwaway ? throwawaySettings : []),
  ]
  const [command, args] = asUser(runAs, '/bin/sh', [
    ...['-c', guard, 'guard', throwaway ? 'QUIT' : 'INT', throwaway ? 'yes' : 'no'],
    ...[postgres, '-D', dir, ...settings.flatMap((setting) => ['-c', setting])],
  ])
  // A session of its own keeps Ctrl-C from reaching the database before the programs that use it.
  const child = spawn(command, args, {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', PGDATA: dir },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  child.stdin.on('error', () => undefined) // the server has already ended, so nothing is lost
  await ready(child, onLog)
  return child
}

function ready(child: ChildProcess, onLog: ((line: string) => void) | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let isReady = false
    let said = ''
    let rest = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        onLog?.(line)
        if (isReady) continue
        said += `${line}\n`
        isReady = /ready to accept (read-only )?connections/.test(line)
        if (isReady) resolve()
      }
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`PostgreSQL did not start (exit code ${code}):\n${said}${rest}`)),
    )
  })
}
