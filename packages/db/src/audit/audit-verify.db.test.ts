import type { Id } from '@entente/domain/core/id'
import { sized } from '@entente/testkit/full'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenPartner } from '../../testing/fixtures.ts'
import { freshDatabase } from '../../testing/index.ts'
import { digestOf, insertAudit } from '../core/audit.ts'
import { closeDatabase, engineOf, openDatabase } from '../core/database.ts'
import { newId } from '../core/new-id.ts'
import { asOperator, asSealer, asTenant } from '../core/scopes.ts'
import { sealAudit } from './audit-seals.ts'
import { type ChainReport, listChains, verifyChain } from './audit-verify.ts'

const database = await freshDatabase()
const owner = openDatabase({ url: database.urls.owner, connectionsMax: 1 })
afterAll(() => closeDatabase(owner))
const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
const length = 40
const someone = newId<'account'>()

async function record(tenant: typeof partner, count: number, at = new Date()) {
  const scope = { organisationId: tenant.id, audience: 'partner', personId: tenant.person.id } as const
  await asTenant(database.api, scope, async (db) => {
    for (let number = 0; number < count; number++) {
      const actor = {
        ...({ kind: 'person', requestId: newId(), accountId: tenant.person.id } as const),
        roles: ['admin_agent'] as const,
      }
      const payload = { number, of: [{ d: 2, c: null }] }
      await insertAudit(db, actor, [{ organisationId: tenant.id, action: 'session.started', payload }], at)
    }
  })
}

const seal = () => asSealer(database.worker, (db) => sealAudit(db, { limit: 500 }, new Date()))

beforeAll(async () => {
  await record(partner, length)
  await record(rival, 3)
  await seal()
})

/** The report after the database's owner ran these statements; they are undone afterwards. */
async function verdictAfter(statements: string[], options = {}): Promise<ChainReport> {
  const undo = new Error('undo')
  let report: ChainReport | undefined
  await engineOf(owner)
    .kysely.transaction()
    .execute(async (trx) => {
      // Without foreign keys too.
      for (const statement of ['set local session_replication_role = replica', ...statements])
        await trx.executeQuery(CompiledQuery.raw(statement))
      report = await verifyChain(Object.assign(trx, { scope: 'sealer' as const }), partner.id, options)
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
  if (!report) throw new Error('There is no report.')
  return report
}

const sealAt = (position: number) => `organisation_id = '${partner.id}' and position = ${position}`
const recordAt = (position: number) =>
  `id = (select audit_id from audit_seal where organisation_id = '${partner.id}' and position = ${position})`

type Alteration = { statements: string[]; at: number[]; kind?: string }
const at = (position: number, kind: string, ...statements: string[]): Alteration => ({
  statements,
  at: [position],
  kind,
})

type Way = (position: number) => Alteration

const setRecord =
  (change: string, kind = 'altered'): Way =>
  (position) =>
    at(position, kind, `update audit_record set ${change} where ${recordAt(position)}`)
const setSeal =
  (change: string, kind: string): Way =>
  (position) =>
    at(position, kind, `update audit_seal set ${change} where ${sealAt(position)}`)
const dropRecord = (position: number) => `delete from audit_record where ${recordAt(position)}`
const dropSeal = (position: number) => `delete from audit_seal where ${sealAt(position)}`

/** Every way to alter one position: each column, and the whole record or seal. */
const alterations: Record<string, Way> = {
  'record id': setRecord('id = gen_random_uuid()', 'missing'),
  'record organisation': setRecord(`organisation_id = '${rival.id}'`),
  'record request': setRecord('request_id = gen_random_uuid()'),
  'record actor': setRecord(`actor_id = '${someone}'`),
  'record without actor': setRecord('actor_id = null'),
  'record actor kind': setRecord(`actor_kind = 'application'`),
  'record without actor kind': setRecord('actor_kind = null'),
  'record roles': setRecord(`actor_roles = '{global_admin}'`),
  'record action': setRecord(`action = action || ' '`),
  'record payload': setRecord(`payload = payload || '{"number": -1}'`),
  'record digest': setRecord(`payload_digest = sha256('x')`),
  'record time': setRecord(`occurred_at = occurred_at + interval '1 microsecond'`),
  'seal organisation': setSeal(`organisation_id = '${someone}'`, 'missing'),
  'seal record': setSeal('audit_id = gen_random_uuid()', 'missing'),
  'seal hash': setSeal('hash = sha256(hash)', 'seal_altered'),
  'seal time': setSeal(`sealed_at = sealed_at - interval '1 microsecond'`, 'altered'),
  'seal position': (position) => ({
    ...setSeal('position = position + 1000', 'missing')(position),
    // And the gap before its new position.
    at: position === length ? [position] : [position, length + 1],
  }),
  'record dropped': (position) => at(position, 'missing', dropRecord(position)),
  'seal dropped': (position) => at(position, 'missing', dropSeal(position)),
  'both dropped': (position) => at(position, 'missing', dropRecord(position), dropSeal(position)),
}

const tmp = '00000000-0000-4000-8000-000000000001'
const one = (position: number) => `(select audit_id from original where position = ${position})`
// The seals before anything is moved.
const original = `create temp table original on commit drop as select * from audit_seal where organisation_id = '${partner.id}'`

/** Every way to swap two positions. */
const swaps: Record<string, (a: number, b: number) => Alteration> = {
  'their records': (a, b) => ({
    statements: [
      original,
      `update audit_seal set audit_id = '${tmp}' where ${sealAt(a)}`,
      `update audit_seal set audit_id = ${one(a)} where ${sealAt(b)}`,
      `update audit_seal set audit_id = ${one(b)} where ${sealAt(a)}`,
    ],
    at: [a, b],
    kind: 'reordered',
  }),
  'their seals': (a, b) => ({
    statements: [
      `update audit_seal set position = -1 where ${sealAt(a)}`,
      `update audit_seal set position = ${a} where ${sealAt(b)}`,
      `update audit_seal set position = ${b} where ${sealAt(-1)}`,
    ],
    at: [a, b],
    kind: 'reordered',
  }),
  'the ids of their records': (a, b) => ({
    statements: [
      original,
      `update audit_record set id = '${tmp}' where id = ${one(a)}`,
      `update audit_record set id = ${one(a)} where id = ${one(b)}`,
      `update audit_record set id = ${one(b)} where id = '${tmp}'`,
    ],
    at: [a, b],
  }),
}

const anyOf = <T>(values: T[]): T => values[Math.floor(Math.random() * values.length)] as T
const anyPosition = () => 1 + Math.floor(Math.random() * length)

function randomAlteration(): [string, Alteration] {
  const position = anyPosition()
  const ways = [...Object.keys(alterations), ...Object.keys(swaps)]
  const way = anyOf(ways)
  const alteration = alterations[way]
  if (alteration) return [`${way} at ${position}`, alteration(position)]
  let other = anyPosition()
  while (other === position) other = anyPosition()
  const [a, b] = [Math.min(position, other), Math.max(position, other)]
  return [`${way} at ${a} and ${b}`, (swaps[way] as (typeof swaps)[string])(a, b)]
}

async function assertFound(what: string, { statements, at: positions, kind }: Alteration) {
  const { faults } = await verdictAfter(statements)
  expect(
    faults.map(({ position }) => position),
    what,
  ).toEqual(positions)
  if (kind) expect(new Set(faults.map((fault) => fault.kind)), what).toEqual(new Set([kind]))
}

test('R17 an untouched chain has no fault, in the sealer’s and the operator’s scope', async () => {
  const whole = { checked: length, last: { position: length }, faults: [], unsealed: 0 }
  expect(await asSealer(database.worker, (db) => verifyChain(db, partner.id))).toMatchObject(whole)
  const asAuditor = <T>(work: Parameters<typeof asOperator<T>>[2]) => asOperator(database.api, someone, work)
  expect(await asAuditor((db) => verifyChain(db, partner.id))).toMatchObject(whole)
  const chains = await asAuditor((db) => listChains(db))
  expect(chains.map(({ organisationId, position }) => [organisationId, position])).toEqual(
    [
      [partner.id, length],
      [rival.id, 3],
    ].toSorted(),
  )
  expect(
    await asAuditor((db) => listChains(db, { after: chains[0]?.organisationId as Id<'organisation'> })),
  ).toEqual(chains.slice(1))
})

test('R17 every alteration is found at the first, a middle and the last position', async () => {
  for (const position of [1, 2, 20, length - 1, length])
    for (const [what, alter] of Object.entries(alterations))
      await assertFound(`${what} at ${position}`, alter(position))
  for (const [what, swap] of Object.entries(swaps))
    for (const [a, b] of [
      [1, 2],
      [1, length],
      [19, 20],
      [19, 21],
      [length - 1, length],
    ] as const)
      await assertFound(`${what} at ${a} and ${b}`, swap(a, b))
})

test('R17 each of many random alterations is found, with its position', {
  timeout: 7_200_000,
}, async () => {
  const count = sized(300, 10_000)
  for (let round = 0; round < count; round++) await assertFound(...randomAlteration())
})

test('R17 an erased payload is not a fault, one that was blanked without a record is', async () => {
  const blank = `update audit_record set payload = '{}' where ${recordAt(7)}`
  const blanked = { position: 7, kind: 'blanked' }
  expect((await verdictAfter([blank])).faults).toMatchObject([blanked])
  const [row] = await database.asOwner<{ id: string }>(`select id from audit_record where ${recordAt(7)}`)
  const recordOf = (records: (string | undefined)[], digest = digestOf({ records })) =>
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_roles, action, payload, payload_digest,
      occurred_at) values (gen_random_uuid(), '${partner.id}', gen_random_uuid(), 'system', '{}', 'audit_record.erased',
      '${JSON.stringify({ records })}', '\\x${digest.toString('hex')}', now())`
  expect((await verdictAfter([blank, recordOf([row?.id])])).faults).toEqual([])
  expect((await verdictAfter([blank, recordOf([someone])])).faults).toMatchObject([blanked])
  // The list of an erasure that was altered afterwards explains nothing.
  expect((await verdictAfter([blank, recordOf([row?.id], digestOf({}))])).faults).toMatchObject([blanked])
  const more = `update audit_record set action = 'x' where ${recordAt(7)}`
  expect((await verdictAfter([blank, more])).faults).toMatchObject([{ position: 7, kind: 'altered' }])
})

test('a pruned chain begins where it was pruned, and everything else that is gone is missing', async () => {
  const cut = (upTo: number) => [
    `insert into audit_prune select organisation_id, position, hash, now() from audit_seal where ${sealAt(upTo)}`,
    `delete from audit_record where id in (select audit_id from audit_seal where organisation_id = '${partner.id}' and position <= ${upTo})`,
    `delete from audit_seal where organisation_id = '${partner.id}' and position <= ${upTo}`,
  ]
  expect(await verdictAfter(cut(10))).toMatchObject({ checked: length - 10, faults: [], unsealed: 0 })
  const all = await verdictAfter(cut(length))
  expect(all).toMatchObject({ checked: 0, last: null, faults: [] })
  const more = await verdictAfter([...cut(10), `delete from audit_seal where ${sealAt(11)}`])
  expect(more.faults).toMatchObject([{ position: 11, kind: 'missing' }])
})

test('a part of a chain can be verified by itself', async () => {
  const alter = `update audit_record set action = 'x' where ${recordAt(20)}`
  expect(await verdictAfter([alter], { from: 11, limit: 9 })).toMatchObject({ checked: 9, faults: [] })
  expect((await verdictAfter([alter], { from: 20, limit: 1 })).faults).toMatchObject([{ position: 20 }])
  expect((await verdictAfter([alter], { from: 21 })).faults).toEqual([])
})

test('records without a seal are counted once they should have one', async () => {
  await record(rival, 2, new Date(Date.now() - 6000))
  await record(rival, 1)
  const verify = () => asSealer(database.worker, (db) => verifyChain(db, rival.id))
  expect(await verify()).toMatchObject({ faults: [], unsealed: 2 })
  await seal()
  expect(await verify()).toMatchObject({ checked: 6, faults: [], unsealed: 0 })
})
