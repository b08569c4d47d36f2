// A PostgreSQL of a test file's own with a standby, whose network and replay a test can stop.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPg } from '@entente/testkit/pg'
import { copyAsStandby } from '@entente/testkit/pg-standby'
import { freePort } from '@entente/testkit/ports'
import { startTcpProxy } from '@entente/testkit/tcp-proxy'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import { afterAll } from 'vitest'
import { migrate } from '../src/core/migrate.ts'

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  return work(client).finally(() => client.end())
}

/** Both servers with the migrated template; they end with the test file. */
export async function givenReplicated() {
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-replica-'))
  const primary = await startPg({ dir: path.join(folder, 'primary') })
  await asOwner(primary.url(), (client) => client.query('create database template_entente'))
  await migrate(primary.url('template_entente'), 'global')
  const dir = path.join(folder, 'standby')
  await asOwner(primary.url(), (client) => copyAsStandby(client, primary, { dir, primaryPort: primary.port }))
  const standby = await startPg({ dir, port: await freePort() })
  const network = await startTcpProxy({ host: '127.0.0.1', port: standby.port })
  afterAll(async () => {
    await network.stop()
    await standby.stop()
    await primary.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const onStandby = (statement: string) =>
    asOwner(standby.url(), async (client) => (await client.query(statement)).rows)
  return {
    server: { ownerUrl: primary.url(), replicaPort: network.port },
    network,
    pause: () => onStandby('select pg_wal_replay_pause()'),
    resume: () => onStandby('select pg_wal_replay_resume()'),
    /** Whether the API ended a transaction on the standby meanwhile; asking where it is takes none. */
    async readsDuring(work: () => Promise<unknown>): Promise<boolean> {
      const [{ began }] = await onStandby('select clock_timestamp()::text as began')
      await work()
      const ended = `select from pg_stat_activity
        where usename = 'entente_api' and query = 'commit' and query_start > '${began}'`
      return (await onStandby(ended)).length > 0
    },
    /** Waits until the standby has all that the primary has. */
    async caughtUp() {
      const [row] = await asOwner(
        primary.url(),
        async (client) => (await client.query('select pg_current_wal_flush_lsn() as position')).rows,
      )
      const isThere = `select pg_last_wal_replay_lsn() >= '${row.position}' as is_there`
      await waitFor(async () => (await onStandby(isThere))[0].is_there, { what: 'the standby' })
    },
  }
}
