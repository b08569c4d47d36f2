// The drill of docs/operations.md, Back-up: copied while people work, destroyed, restored to a moment.
import {
  appendFileSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKeyring } from '@entente/auth/keyring'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { asSealer } from '@entente/db/core/scopes'
import { isFull, sized } from '@entente/testkit/full'
import { startPg } from '@entente/testkit/pg'
import { freePort } from '@entente/testkit/ports'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entente } from '../testing/instance.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'entente-restore-'))
const [data, copy, archive] = ['data', 'copy', 'wal'].map((name) => path.join(dir, name)) as [
  ...[string, string, string],
]
const keys = path.join(dir, 'keys.json')
const port = await freePort()
let server = await startPg({ dir: data, port, password: 'owner' })
afterAll(async () => {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
})

const url = (role: string) => `postgres://entente_${role}:${role}@127.0.0.1:${port}/entente`
const environment = {
  ...{
    CLOUD: 'global',
    DATABASE_OWNER_URL: url('owner'),
    DATABASE_URL: url('api'),
    DATABASE_DIRECT_URL: url('worker'),
  },
  ...{ DATABASE_API_PASSWORD: 'api', DATABASE_WORKER_PASSWORD: 'worker', ENTENTE_KEYS_FILE: keys },
  PARTNER_URL: 'https://partner.example.com',
}
const run = async (...args: string[]) => {
  const { code, lines } = await entente(environment, ...args)
  return { code, text: lines.join('\n') }
}

/** Runs statements on one connection of the owner. */
async function asOwner(database: string, ...statements: string[]): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(server.url(database))
  await client.connect()
  let rows: pg.QueryResultRow[] = []
  for (const statement of statements) rows = (await client.query(statement)).rows
  await client.end()
  return rows
}

/** Makes partners one after the other, as an operator does, until it is told to stop; seals the audit beside it. */
function startLoad() {
  let isOver = false
  const made: string[] = []
  const worker = openDatabase({ url: url('worker'), connectionsMax: 2 })
  const make = async (lane: number) => {
    for (let number = 0; !isOver; number++) {
      const name = `Partner ${lane}-${Date.now()}-${number}`
      const person = ['--email', `p${lane}-${Date.now()}-${number}@example.com`, '--person', 'Nora Winter']
      const { code } = await run(
        'partner',
        'create',
        '--name',
        name,
        '--country',
        'DE',
        '--kind',
        'direct_bill',
        ...person,
      )
      if (code === 0) made.push(name)
      await asSealer(worker, (db) => sealAudit(db, { limit: 1000 }, new Date()))
    }
  }
  const lanes = Promise.all([make(1), make(2)])
  return {
    made,
    /** Throws when a lane failed meanwhile. */
    async reaches(count: number) {
      while (made.length < count) await Promise.race([lanes, sleep(5)])
    },
    async stop() {
      isOver = true
      await lanes
      await closeDatabase(worker)
    },
  }
}

const counts = () =>
  asOwner(
    'entente',
    `select (select count(*) from organisation) as organisations, (select count(*) from audit_record) as records,
      (select count(*) from audit_seal) as seals, (select count(*) from outbox) as jobs,
      (select count(*) from relationship_link) as links`,
  )

const handOver = (folder: string) => {
  const { uid, gid } = statSync(data)
  chownSync(folder, uid, gid)
}

/** A base back-up while the load goes on, as pg_basebackup makes one. */
async function backUp() {
  const client = new pg.Client(server.url('postgres'))
  await client.connect()
  await client.query(`select pg_backup_start('drill', true)`)
  cpSync(data, copy, {
    recursive: true,
    filter: (file) => !/^(pg_wal|postmaster\.(pid|opts))$/.test(path.relative(data, file)),
  })
  const { rows } = await client.query('select labelfile, spcmapfile from pg_backup_stop()')
  await client.end()
  writeFileSync(path.join(copy, 'backup_label'), rows[0].labelfile)
}

beforeAll(async () => {
  createKeyring(keys)
  mkdirSync(archive)
  handOver(archive)
  await asOwner(
    'postgres',
    'alter system set archive_mode = on',
    `alter system set archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f'`,
    'create database entente',
  )
  await server.restart()
  await asOwner('postgres', `alter role entente_owner password 'owner'`)
  expect(await run('migrate')).toMatchObject({ code: 0 })
})

test(
  'R13 a back-up made under load restores to a named moment: nothing lost before it, nothing there from after it',
  async () => {
    const size = sized(6, 3000)
    const before = startLoad()
    await before.reaches(size)
    const backupFrom = performance.now()
    await backUp()
    const backupMs = performance.now() - backupFrom
    const during = before.made.length - size
    await before.reaches(before.made.length + size)
    await before.stop()
    const kept = await counts()
    const signed = path.join(dir, 'signed.jsonl')
    writeFileSync(signed, `${(await run('audit', 'heads')).text}\n`)
    await asOwner('postgres', `select pg_create_restore_point('before_the_mistake')`)

    const after = startLoad()
    await after.reaches(size)
    await after.stop()
    const later = (await run('audit', 'heads')).text
    const [{ file }] = (await asOwner('postgres', 'select pg_walfile_name(pg_switch_wal()) as file')) as [
      { file: string },
    ]
    while (!readdirSync(archive).includes(file)) await sleep(10)

    // The machine is lost.
    process.kill(server.pid(), 'SIGKILL')
    await server.exited()
    rmSync(data, { recursive: true })
    const restoreFrom = performance.now()
    mkdirSync(path.join(copy, 'pg_wal'))
    appendFileSync(
      path.join(copy, 'postgresql.auto.conf'),
      `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_name = 'before_the_mistake'\nrecovery_target_action = 'promote'\n`,
    )
    writeFileSync(path.join(copy, 'recovery.signal'), '')
    server = await startPg({ dir: copy, port, password: 'owner' })
    const restoreMs = performance.now() - restoreFrom

    expect(await counts()).toEqual(kept)
    const names = (await asOwner('entente', 'select legal_name from organisation')).map(
      ({ legal_name }) => legal_name,
    )
    expect(before.made.filter((name) => !names.includes(name))).toEqual([])
    expect(after.made.filter((name) => names.includes(name))).toEqual([])
    const checked = await run('backup', 'check', '--heads', signed)
    expect(checked.text).toContain('No problems found.')
    expect(checked.text).toMatch(/ok +signed heads +every chain passes through what was signed/)
    expect(checked.code).toBe(0)

    // What was signed after that moment says what is lost.
    writeFileSync(signed, `${later}\n`)
    const lost = await run('backup', 'check', '--heads', signed)
    expect(lost.text).toContain('missing')
    expect(lost.code).toBe(1)
    process.stdout.write(
      `R13 ${kept[0]?.organisations} partners, ${during} made during the back-up of ${Math.round(backupMs)} ms; restored in ${Math.round(restoreMs)} ms\n`,
    )
  },
  isFull ? 3_600_000 : 60_000,
)

test('R13 backup check finds a restored database whose history was changed', async () => {
  await asOwner(
    'entente',
    `update audit_record set payload_digest = '\\x00' where id = (select audit_id from audit_seal order by audit_id limit 1)`,
  )
  const { code, text } = await run('backup', 'check')
  expect(text).toMatch(/WRONG +audit +.*: 1 do not hold/)
  expect(code).toBe(1)
})
