import path from 'node:path'
import { createKeyring, readKeyring } from '@entente/auth/keyring'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { findExport, insertExport } from '@entente/db/relationship/customer-exports'
import { customerExportInput } from '@entente/domain/relationship/customer-list'
import { customerColumns } from '@entente/domain/relationship/customer-list-sizes'
import { enqueue } from '@entente/queue/enqueue'
import { migrateQueue } from '@entente/queue/migrate-queue'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { givenList } from './customers.ts'
import { inLab } from './lab.ts'
import { perSecond } from './rows.ts'
import { startWorker } from './servers.ts'
import { asRole } from './world.ts'

/**
 * How fast does the worker export a partner's customers, every column of all of them? Compares it with reading the same rows
 * through `pg` in one statement and saving them as one JSON value.
 */
export const exports: Bench = ({ sizes: [count = 100_000] }) =>
  inLab(async (server, folder) => {
    const keysFile = path.join(folder, 'keys.json')
    createKeyring(keysFile)
    await migrate(server.url(), 'global')
    await migrateQueue(server.url())
    const owner = new pg.Pool({ connectionString: server.url(), max: 1 })
    const apiUrl = asRole(server.url(), 'entente_api')
    const database = openDatabase({ url: apiUrl, onError: console.error })
    const worker = await startWorker(asRole(server.url(), 'entente_worker'), keysFile)
    try {
      const list = await givenList(owner, apiUrl, readKeyring(keysFile).link.newest, count)
      await owner.query('vacuum analyze')
      const tenant = { organisationId: list.id, audience: 'partner', personId: list.person } as const
      const own = { partnerId: list.id, askedBy: list.person }
      const [id, began] = [newId<'customer_export'>(), performance.now()]
      await asTenant(database, tenant, async (db) => {
        const wish = customerExportInput.parse({ columns: customerColumns })
        await insertExport(db, { id, ...own, askedAt: new Date(), language: 'en', wish })
        const data = { partnerId: list.id, exportId: id }
        await enqueue(db, [{ name: 'customers.export-asked', data }], new Date())
      })
      const find = () => asTenant(database, tenant, (db) => findExport(db, own))
      while (!(await find())?.finishedAt) await new Promise((resolve) => setTimeout(resolve, 50))
      const seconds = (performance.now() - began) / 1000
      const since = performance.now()
      await owner.query('create table bare (rows jsonb)')
      const read = await owner.query(
        `select customer_name, customer_domain, customer_country, services, origin, since from relationship
          where partner_id = $1 and status = 'active' order by sort_key, id`,
        [list.id],
      )
      await owner.query('insert into bare values ($1)', [JSON.stringify(read.rows)])
      const bareSeconds = (performance.now() - since) / 1000
      return [
        {
          what: `export of ${count.toLocaleString('en')} customers`,
          figure: `${seconds.toFixed(1)} s, ${perSecond(count / seconds)}`,
          reference: `${bareSeconds.toFixed(1)} s one read and one insert`,
          value: bareSeconds / seconds,
          unit: 'x',
        },
      ]
    } finally {
      await worker.stop()
      await owner.end()
      await closeDatabase(database)
    }
  })
