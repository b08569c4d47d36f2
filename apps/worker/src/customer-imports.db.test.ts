import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import {
  type CustomerImport,
  insertCustomerImport,
  saveCustomerImport,
} from '@entente/db/customer/customer-imports'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { enqueue } from '@entente/queue/enqueue'
import { isFull, sized } from '@entente/testkit/full'
import { waitFor } from '@entente/testkit/wait'
import { describe, expect, test } from 'vitest'
import { driveJobs } from '../testing/drive-jobs.ts'
import { givenRequest } from '../testing/given.ts'
import { toolsFor } from '../testing/tools.ts'

const database = await freshDatabase()
const tools = toolsFor(database.worker, cloudOf('global'))
type Partner = Awaited<ReturnType<typeof givenPartner>>

const job = 'customer-import.continue'

const total = sized(600, 50_000)
const takingMs = sized(30_000, 3_000_000)
const badRows = 37
/** Every 15th row or so is bad: without an address, not an address, or one that stands above already. */
function rowAt(row: number): string[] {
  const isBad = row % Math.floor(total / badRows) === 0 && row / Math.floor(total / badRows) <= badRows
  const good = [`ada@customer-${row}.example`, row % 2 === 0 ? 'de' : '', `#${row}`]
  if (!isBad) return good
  return [['', 'ada at contoso', 'ada@customer-1.example'][row % 3] ?? '', '', '']
}

const within = <T>(partner: Partner, work: (db: PartnerDb) => Promise<T>) =>
  asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    work,
  )

/** An import as the portal leaves it to the worker once its columns are named. */
async function givenImport(partner: Partner, rows: string[][], changes: Partial<CustomerImport> = {}) {
  const id = newId<'customer_import'>()
  await within(partner, async (db) => {
    await insertCustomerImport(
      db,
      {
        ...{ id, partnerId: partner.id, kind: 'invite', state: 'uploaded', fileName: 'a.csv' },
        ...{ columns: ['email', 'language', 'ref'], mapping: { email: 0, language: 1, reference: 2 } },
        ...{ language: 'en', total: rows.length, authorId: partner.person.id, authorName: 'Ada' },
        ...{ createdAt: new Date(), ...changes },
      },
      rows.map((fields, at) => ({ row: at + 1, fields })),
    )
    await goOn(db, partner, id, 'checking')
  })
  return id
}

async function goOn(
  db: PartnerDb,
  partner: Partner,
  id: Awaited<ReturnType<typeof givenImport>>,
  state: 'checking' | 'taking',
) {
  await saveCustomerImport(db, id, { state })
  const data = { partnerId: partner.id, importId: id }
  await enqueue(db, [{ name: 'customer-import.continue', data }], new Date())
}

/** Takes the good rows, as the portal asks for. */
async function take(partner: Partner, id: Awaited<ReturnType<typeof givenImport>>) {
  const requestOf = async () =>
    (await givenRequest(database, partner, { address: `eve@${newId()}.example` })).id
  const requests = { en: await requestOf(), de: await requestOf() }
  await within(partner, async (db) => {
    await saveCustomerImport(db, id, { requests })
    await goOn(db, partner, id, 'taking')
  })
}

const drive = () => driveJobs(job, database, tools)
const statesOf = async (id: string) => {
  const rows = await database.asOwner<{ state: string; rows: number }>(
    'select state, count(*)::integer as rows from customer_import_row where import_id = $1 group by state',
    [id],
  )
  return Object.fromEntries(rows.map(({ state, rows }) => [state, rows]))
}
/** How many mails each customer of the file got, and how many of them got more than one. */
const mailsOf = async (partner: Partner) =>
  (
    await database.asOwner<{ addresses: number; mails: number; jobs: number }>(
      `select count(distinct address)::integer as addresses, count(*)::integer as mails,
        (select count(*)::integer from outbox where name = 'mail.request-sent' and data ->> 'partnerId' = $1::text) as jobs
      from request_recipient where partner_id = $1::uuid and address like '%@customer-%'`,
      [partner.id],
    )
  )[0]

/** A worker's process, which goes on with every import that waits. */
const openWorker = () =>
  spawn(
    process.execPath,
    [
      '--expose-gc',
      path.join(import.meta.dirname, '../testing/job-process.ts'),
      JSON.stringify({ job, url: database.urls.worker, ownerUrl: database.urls.owner }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
async function endOf(worker: ReturnType<typeof openWorker>) {
  const said = await text(worker.stdout)
  return JSON.parse(said) as { days: number; memory: number[] }
}
const median = (values: number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const countsOf = async (id: string) =>
  (await database.asOwner<{ counts: object }>('select counts from customer_import where id = $1', [id]))[0]
    ?.counts

describe('R-140 U9 a file of customers becomes invitations', () => {
  test(
    `R-140 of ${total} rows, the ${badRows} bad ones are named and the others invited once, also by a worker that is killed, and when the file comes again`,
    async () => {
      const partner = await givenPartner(database.api)
      const rows = Array.from({ length: total }, (_, at) => rowAt(at + 1))
      const began = performance.now()
      const id = await givenImport(partner, rows)
      const checking = isFull ? (await endOf(openWorker())).memory : await drive().then(() => [])
      const checkedMs = performance.now() - began
      expect(await statesOf(id)).toEqual({ good: total - badRows, bad: badRows })
      expect(await countsOf(id)).toMatchObject({ unread: 0, good: total - badRows, bad: badRows })
      const named = await database.asOwner<{ row: number; faults: { column: string; fault: string }[] }>(
        `select row, faults from customer_import_row where import_id = $1 and state = 'bad' order by row`,
        [id],
      )
      expect(named.map(({ faults }) => [faults[0]?.column, faults[0]?.fault])).toEqual(
        named.map(({ row }) => ['email', ['missing', 'unreadable', 'twice'][row % 3]]),
      )
      expect((await mailsOf(partner))?.mails).toBe(0)
      await take(partner, id)
      const killed = openWorker()
      const middle = sized(1, 20_000)
      await waitFor(async () => ((await mailsOf(partner))?.mails ?? 0) >= middle, { timeoutMs: takingMs })
      killed.kill('SIGKILL')
      await once(killed, 'exit')
      const { taken = 0 } = await statesOf(id)
      expect(taken).toBeLessThan(total - badRows)
      const taking = await endOf(openWorker())
      const invited = { addresses: total - badRows, mails: total - badRows, jobs: total - badRows }
      expect(await mailsOf(partner)).toEqual(invited)
      expect(await countsOf(id)).toMatchObject({ good: 0, taken: total - badRows, bad: badRows })
      const again = await givenImport(partner, rows)
      await drive()
      expect(await statesOf(again)).toMatchObject({ known: total - badRows })
      expect(await mailsOf(partner)).toEqual(invited)
      const tenth = Math.ceil(taking.memory.length / 10)
      const [first, last] = [median(taking.memory.slice(0, tenth)), median(taking.memory.slice(-tenth))]
      process.stdout.write(
        `${total} rows: checked in ${Math.round(checkedMs)} ms, killed after ${taken}, the rest over ${taking.days} days; heap of the worker ${first} MiB at first, ${last} MiB at last, ${Math.max(...checking, ...taking.memory)} MiB at most.\n`,
      )
      expect(last - first).toBeLessThan(64)
    },
    sized(60_000, 3_600_000),
  )

  test('R-164 rows become customers that the partner adds, each once; a domain that somebody has is named', async () => {
    const partner = await givenPartner(database.api)
    const columns = { columns: ['name', 'country', 'tenant'], mapping: { name: 0, country: 1, tenant: 2 } }
    const rows = [
      ['Contoso GmbH', 'DE', 'contoso'],
      ['Fabrikam SA', 'fr', 'fabrikam'],
      ['Contoso again', 'DE', 'contoso.onmicrosoft.com'],
      ['Nowhere', 'XX', 'nowhere'],
    ]
    const id = await givenImport(partner, rows, { kind: 'add', ...columns })
    await drive()
    await within(partner, (db) => goOn(db, partner, id, 'taking'))
    await drive()
    const states = await database.asOwner<{ state: string; faults: unknown }>(
      'select state, faults from customer_import_row where import_id = $1 order by row',
      [id],
    )
    expect(states).toEqual([
      { state: 'taken', faults: [] },
      { state: 'taken', faults: [] },
      { state: 'bad', faults: [{ column: 'tenant', fault: 'twice', first: 1 }] },
      { state: 'bad', faults: [{ column: 'country', fault: 'unreadable' }] },
    ])
    const added = await database.asOwner(
      'select customer_name, origin, services, status from relationship where partner_id = $1 order by 1',
      [partner.id],
    )
    const asCreated = { origin: 'created', services: [], status: 'active' }
    expect(added).toEqual([
      { customer_name: 'Contoso GmbH', ...asCreated },
      { customer_name: 'Fabrikam SA', ...asCreated },
    ])
    const rival = await givenPartner(database.api)
    const other = await givenImport(rival, rows.slice(0, 1), { kind: 'add', ...columns })
    await drive()
    await within(rival, (db) => goOn(db, rival, other, 'taking'))
    await drive()
    expect(await statesOf(other)).toEqual({ bad: 1 })
  })
})
