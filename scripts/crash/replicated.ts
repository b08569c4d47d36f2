// PostgreSQL with two standbys, one of which has every commit before it is acknowledged. When the primary dies, the standby
// that has more becomes the primary, behind the same address, as Patroni and managed databases do it.
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { type PgServer, startPg } from '@entente/testkit/pg'
import { copyAsStandby } from '@entente/testkit/pg-standby'
import { freePort } from '@entente/testkit/ports'
import { startTcpProxy } from '@entente/testkit/tcp-proxy'
import { waitFor } from '@entente/testkit/wait'
import { type DatabasePart, killTree } from './parts.ts'
import { asOwner } from './world.ts'

const standbysMax = 2
const timeoutMs = 60_000

const settings = [
  // What a new standby needs while it is copied.
  `alter system set wal_keep_size = '2GB'`,
  // A standby looks for its primary five times a second, not once in five.
  `alter system set wal_retrieve_retry_interval = '200ms'`,
]

/** A commit waits until a standby has it on its disk. */
const synchronous = [`alter system set synchronous_standby_names = 'ANY 1 (*)'`, 'select pg_reload_conf()']

/** Starts a primary with two standbys in folders of their own. A primary that is killed is replaced, and a new standby made. */
export async function keepReplicated(folder: string): Promise<DatabasePart> {
  let made = 0
  const placeOf = () => ({ dir: path.join(folder, `pg${++made}`) })
  const target = { host: '127.0.0.1', port: 0 }
  const proxy = await startTcpProxy(target)
  const replicaTarget = { host: '127.0.0.1', port: 0 }
  const replicaProxy = await startTcpProxy(replicaTarget)
  const recoveries: number[] = []
  let primary = await startPg({ ...placeOf(), port: await freePort() })
  target.port = primary.port
  let standbys: PgServer[] = []
  let isUp = true
  let isOver = false
  let replacing = Promise.resolve()
  const through = (port: number) => {
    const changed = new URL(primary.url())
    changed.port = String(port)
    return changed.href
  }
  /** Lists are read from the first standby, as from the reading endpoint of a managed database. */
  function readFromStandby(): void {
    const port = standbys[0]?.port ?? 0
    if (port === replicaTarget.port) return
    replicaTarget.port = port
    replicaProxy.reset()
    replicaProxy.heal()
  }
  await run(primary, ...settings, 'select pg_reload_conf()')
  await standBy()
  await run(primary, ...synchronous)

  async function standBy(): Promise<void> {
    while (standbys.length < standbysMax && !isOver) {
      const { dir } = placeOf()
      await asOwner(primary.url(), (client) =>
        copyAsStandby(client, primary, { dir, primaryPort: proxy.port }),
      )
      standbys.push(await startPg({ dir, port: await freePort() }))
      readFromStandby()
    }
    await waitFor(async () => isOver || (await countStreaming(primary)) === standbysMax, {
      ...{ timeoutMs, intervalMs: 50, what: 'both standbys to follow' },
    })
  }

  async function failOver(dead: PgServer, diedAt: number): Promise<void> {
    await dead.exited()
    proxy.reset()
    const received = await Promise.all(standbys.map(receivedBytes))
    const at = received.indexOf(Math.max(...received))
    const next = standbys[at]
    if (!next) throw new Error('There is no standby.')
    // The standbys that were copied first do not have the setting.
    await run(next, 'select pg_promote(true, 60)', ...synchronous)
    primary = next
    standbys = standbys.filter((standby) => standby !== next)
    readFromStandby()
    target.port = next.port
    proxy.heal()
    isUp = true
    recoveries.push(performance.now() - diedAt)
    await rm(dead.dir, { recursive: true, force: true })
    await standBy()
  }
  return {
    name: 'database',
    kind: 'database',
    recoveries,
    url: () => through(proxy.port),
    replica: {
      url: () => through(replicaProxy.port),
      reads: () =>
        numberFrom(
          standbys[0] as PgServer,
          `select sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)) from pg_stat_user_tables where relname = 'relationship'`,
        ),
    },
    isUp: () => isUp,
    kill() {
      isUp = false
      killTree(primary)
      const [dead, diedAt] = [primary, performance.now()]
      replacing = replacing.then(() => failOver(dead, diedAt))
    },
    isSafe: async () => isUp && (await countStreaming(primary).catch(() => 0)) === standbysMax,
    hold: () => undefined,
    async stop() {
      isOver = true
      await replacing.catch(() => undefined)
      for (const server of [...standbys, primary]) await server.stop()
      await proxy.stop()
      await replicaProxy.stop()
    },
  }
}

const run = (server: PgServer, ...statements: string[]) =>
  asOwner(server.url(), async (client) => {
    for (const statement of statements) await client.query(statement)
  })

const numberFrom = (server: PgServer, expression: string): Promise<number> =>
  asOwner(server.url(), async (client) => {
    const { rows } = await client.query(`select (${expression})::float8 as number`)
    return Number(rows[0]?.number)
  })

const countStreaming = (server: PgServer) =>
  numberFrom(server, `select count(*) from pg_stat_replication where state = 'streaming'`)

const receivedBytes = (server: PgServer) =>
  numberFrom(server, `coalesce(pg_last_wal_receive_lsn(), '0/0') - '0/0'::pg_lsn`)
