import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import {
  findCustomerImport,
  insertCustomerImport,
  saveCustomerImport,
} from '@entente/db/customer/customer-imports'
import { listImportRows } from '@entente/db/customer/import-rows'
import { readRowsOfImport } from '@entente/db/customer/read-import'
import { takeAdditions } from '@entente/db/customer/take-additions'
import { givenPartner } from '@entente/db/testing/fixtures'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { inTurns } from './load.ts'
import { perSecond } from './rows.ts'
import { asRole } from './world.ts'

const cloud = cloudOf('global')
const mapping = { name: 0, country: 1, tenant: 2, admin: 3 }
const columns = ['name', 'country', 'tenant', 'admin']

/**
 * How fast does a partner's file become customers? Compares the dry run, and the taking of its rows with account, first admin,
 * relationship and audit, with a bare COPY of the file and an insert of as many organisations and relationships.
 */
export const imports: Bench = ({ sizes: [total = 2000] }) =>
  inLab(async (server, folder) => {
    await migrate(server.url(), 'global')
    const owner = new pg.Pool({ connectionString: server.url(), max: 1 })
    const database = openDatabase({ url: asRole(server.url(), 'entente_api'), onError: console.error })
    try {
      let round = 0
      const fileRows = () => {
        round += 1
        return Array.from({ length: total }, (_, at) => [
          `Customer ${at}`,
          'DE',
          `c${round}x${at}`,
          'Ada Roy',
        ])
      }
      const ours = async () => {
        const partner = await givenPartner(database)
        const [id, began] = [newId<'customer_import'>(), performance.now()]
        const tenant = {
          organisationId: partner.id,
          audience: 'partner',
          personId: partner.person.id,
        } as const
        const imported = await asTenant(database, tenant, async (db) => {
          const given = fileRows().map((fields, at) => ({ row: at + 1, fields }))
          const by = { authorId: partner.person.id, authorName: 'Ada', createdAt: new Date() }
          const file = { kind: 'add', state: 'uploaded', fileName: 'a.csv', columns, mapping } as const
          await insertCustomerImport(
            db,
            { ...file, ...by, id, partnerId: partner.id, columns, language: 'en', total },
            given,
          )
          return findCustomerImport(db, partner.id, id)
        })
        if (!imported) throw new Error('The import is not there.')
        // Pieces of the same size as the worker's, each a transaction.
        for (let after = 0; after < total; after += 1000)
          await asTenant(database, tenant, async (db) =>
            readRowsOfImport(db, imported, await listImportRows(db, id, { after, limit: 1000 }), cloud),
          )
        const checkedMs = performance.now() - began
        const actor = { kind: 'system' as const, name: 'customer-import.continue', requestId: id }
        for (let [takenTo, isOver] = [0, false]; !isOver; )
          await asTenant(database, { ...tenant, personId: null }, async (db) => {
            const piece = await takeAdditions(db, { ...imported, takenTo }, { cloud, actor, now: new Date() })
            await saveCustomerImport(db, id, { takenTo: piece.takenTo })
            takenTo = piece.takenTo
            isOver = piece.nextAt === null
          })
        return { checkedMs, takenMs: performance.now() - began - checkedMs }
      }
      const file = path.join(folder, 'customers.csv')
      await owner.query('create table staging (name text, country text, tenant text, admin text)')
      await owner.query(
        'create table bare_organisation (id uuid primary key, name text, country text, domain text unique)',
      )
      await owner.query(
        'create table bare_relationship (id uuid primary key, customer_id uuid references bare_organisation)',
      )
      const bare = async () => {
        writeFileSync(
          file,
          fileRows()
            .map((row) => `${row.join(',')}\n`)
            .join(''),
        )
        const began = performance.now()
        await owner.query(`copy staging from '${file}' (format csv)`)
        await owner.query(`with made as (insert into bare_organisation select uuidv7(), name, country, tenant from staging returning id)
          insert into bare_relationship select uuidv7(), id from made`)
        const ms = performance.now() - began
        await owner.query('truncate staging')
        return { checkedMs: ms, takenMs: ms }
      }
      const measured = await inTurns(3, ours, bare)
      return (['checkedMs', 'takenMs'] as const).map((part) => {
        const rows = (one: { checkedMs: number; takenMs: number }) => (total * 1000) / one[part]
        return {
          what: `${part === 'checkedMs' ? 'dry run' : 'taking'} of ${total.toLocaleString('en')} rows`,
          figure: perSecond(measured.ours(rows)),
          reference: `${perSecond(measured.reference(rows))} COPY and insert`,
          value: measured.ratio(rows),
          unit: 'x' as const,
        }
      })
    } finally {
      await owner.end()
      await closeDatabase(database)
    }
  })
