// A real PgBouncer in transaction mode, the one that Debian packages, in front of a PostgreSQL that trusts this machine.
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startGuarded } from './guarded.ts'
import { asUser, userFor } from './pg-user.ts'
import { freePort } from './ports.ts'

export type PgBouncer = {
  readonly port: number
  /** The same connection string through the pooler. */
  through(url: string): string
  /** The server's own process, for tests that kill it. */
  pid(): number
  /** Resolves when the current process has ended, for whatever reason. */
  exited(): Promise<void>
  /** Starts it again on the same port after it has died. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const binary = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/** Where it is; undefined when it is not installed (Debian: `apt-get install pgbouncer`). */
export const findPgBouncer = (): string | undefined => binary.find((file) => existsSync(file))

export type PgBouncerOptions = {
  /** The port of PostgreSQL on this machine. */
  to: number
  /** Who may connect; PostgreSQL is asked as the same role. */
  roles: string[]
  /** Connections to PostgreSQL for each role and database. */
  poolSize: number
}

/** Starts a pooler on a free port with a folder of its own. Both end with this process. */
export async function startPgBouncer({ to, roles, poolSize }: PgBouncerOptions): Promise<PgBouncer> {
  const pgbouncer = findPgBouncer()
  if (!pgbouncer) throw new Error('pgbouncer is not installed; on Debian: apt-get install -y pgbouncer')
  const dir = mkdtempSync(path.join(tmpdir(), 'entente-pgbouncer-'))
  const port = await freePort()
  const [file, users] = [path.join(dir, 'pgbouncer.ini'), path.join(dir, 'users')]
  writeFileSync(users, roles.map((role) => `"${role}" ""\n`).join(''))
  writeFileSync(file, iniOf({ port, to, users, poolSize }))
  // Like PostgreSQL it refuses to run as root.
  const runAs = userFor(dir)
  if (runAs) for (const own of [dir, file, users]) chownSync(own, runAs.uid, runAs.gid)
  const [command, args] = asUser(runAs, pgbouncer, [file])
  const launch = () => startGuarded({ name: 'PgBouncer', dir, command, args, says: 'process up' })
  let server = await launch()
  return {
    port,
    through(url) {
      const changed = new URL(url)
      changed.host = `127.0.0.1:${port}`
      return changed.href
    },
    pid: () => server.pid,
    exited: () => server.exited(),
    async restart() {
      await server.end()
      server = await launch()
    },
    async stop() {
      await server.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

type Ini = { port: number; to: number; users: string; poolSize: number }

const iniOf = ({ port, to, users, poolSize }: Ini): string => `[databases]
* = host=127.0.0.1 port=${to}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
; After a failed connection it would refuse everybody for 15 seconds.
server_login_retry = 0.2
; An API gives a connection up after two seconds.
query_wait_timeout = 2
`
