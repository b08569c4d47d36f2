import { startTcpProxy, type TcpProxy } from '@entente/testkit/tcp-proxy'
import { afterAll } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '../src/core/database.ts'

/** A database as the API opens it, behind a proxy that counts round trips and whose network a test can break. */
export async function proxied(apiUrl: string): Promise<{ database: Database; proxy: TcpProxy }> {
  const url = new URL(apiUrl)
  const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) })
  url.host = `127.0.0.1:${proxy.port}`
  const database = openDatabase({ url: url.href, connectionsMax: 1 })
  afterAll(async () => {
    await closeDatabase(database)
    await proxy.stop()
  })
  return { database, proxy }
}

/** How many round trips some work takes. */
export async function roundTripsOf(proxy: TcpProxy, work: () => Promise<unknown>): Promise<number> {
  const before = proxy.roundTrips()
  await work()
  return proxy.roundTrips() - before
}
