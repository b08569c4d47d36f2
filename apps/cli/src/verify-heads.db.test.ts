import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createKeyring } from '@entente/auth/keyring'
import { type SealedFacts, sealOf } from '@entente/db/audit/audit-chain'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asSealer, asTenant } from '@entente/db/core/scopes'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { afterAll, expect, test } from 'vitest'
import { entente } from '../testing/instance.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'entente-heads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => path.join(folder, name)
createKeyring(file('keys.json'))
const database = await freshDatabase()
/** Where the history is verified: without the keys file. */
const verifier = { DATABASE_DIRECT_URL: database.urls.worker }
const signer = { ...verifier, ENTENTE_KEYS_FILE: file('keys.json') }
writeFileSync(file('public'), (await entente(signer, 'audit', 'key')).lines.join('\n'))

type Partner = Awaited<ReturnType<typeof givenPartner>>

async function act({ id: organisationId, person }: Partner, count: number) {
  const actor = { kind: 'person', accountId: person.id, roles: [], requestId: newId() } as const
  await asTenant(database.api, { organisationId, audience: 'partner', personId: person.id }, async (db) => {
    for (let number = 0; number < count; number++)
      await insertAudit(
        db,
        actor,
        [{ organisationId, action: 'session.started', payload: { number } }],
        new Date(),
      )
  })
  await asSealer(database.worker, (db) => sealAudit(db, { limit: 100 }, new Date()))
}

/** Signs the heads into a file of their own, as `audit heads > file` does. */
async function sign(name: string) {
  const { lines, code } = await entente(signer, 'audit', 'heads')
  expect(code).toBe(0)
  writeFileSync(file(name), `${lines.join('\n')}\n`, { flag: 'a' })
}
const verify = (name: string, ...more: string[]) =>
  entente(verifier, 'audit', 'verify', '--heads', file(name), '--public-key', file('public'), ...more)

/** What the owner of the database can do: seal the chain again from a position on, so that it holds in itself. */
async function chainAgain({ id }: Partner, from: number) {
  const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`
  const rows = await database.asOwner<SealedFacts & { position: number; sealedAt: string; hash: Buffer }>(
    `select seal.position::integer, seal.hash, ${time('sealed_at')} as "sealedAt", record.id,
      record.organisation_id as "organisationId", request_id as "requestId", actor_kind as "actorKind",
      actor_id as "actorId", actor_roles as "actorRoles", action, payload_digest as "payloadDigest",
      ${time('occurred_at')} as "occurredAt"
    from audit_seal seal join audit_record record on record.id = seal.audit_id
    where seal.organisation_id = $1 order by 1`,
    [id],
  )
  let before = rows[from - 2]?.hash ?? Buffer.alloc(32)
  for (const { position, sealedAt, hash: _, ...facts } of rows.slice(from - 1)) {
    before = sealOf(before, position, facts, sealedAt)
    await database.asOwner('update audit_seal set hash = $3 where organisation_id = $1 and position = $2', [
      ...[id, position, before],
    ])
  }
  await database.asOwner('update audit_head set position = $2, hash = $3 where organisation_id = $1', [
    ...[id, rows.length, before],
  ])
}

const recordAt = (position: number) =>
  `id = (select audit_id from audit_seal where organisation_id = $1 and position = ${position})`

test('R17 a history that grew holds, and verification needs no secret', async () => {
  const partner = await givenPartner(database.api)
  await act(partner, 3)
  await sign('grew')
  await act(partner, 3)
  await sign('grew')
  await act(partner, 1)
  const { lines, code } = await verify('grew')
  expect(lines).toEqual([
    expect.stringMatching(/^Newest root: [0-9a-f]{64}, signed 20.*log\.$/),
    expect.stringMatching(/all hold\.$/),
  ])
  expect(code).toBe(0)
})

test('R17 a history that the owner rewrote and chained again is found, with tenant and position', async () => {
  const [partner, rival] = [await givenPartner(database.api), await givenPartner(database.api)]
  await act(rival, 2)
  for (let count = 0; count < 3; count++) {
    await act(partner, 2)
    await sign('rewritten')
  }
  await database.asOwner(`update audit_record set action = 'x' where ${recordAt(3)}`, [partner.id])
  await chainAgain(partner, 3)
  // In itself the chain holds.
  expect((await entente(verifier, 'audit', 'verify', '--organisation', partner.id)).code).toBe(0)
  const { lines, code } = await verify('rewritten')
  expect(code).toBe(1)
  expect(lines.slice(0, 1)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^rewritten {4}organisation ${partner.id} position 4: not what was signed 20.*; the history up to position 2 is$`,
      ),
    ),
  ])
  expect(lines.at(-1)).toMatch(/1 do not hold\.$/)
})

test('R17 an end that the owner cut off, a chain that is gone and a beginning that retention did not take are missing', async () => {
  const [cut, gone, pruned] = [
    await givenPartner(database.api),
    await givenPartner(database.api),
    await givenPartner(database.api),
  ]
  for (const partner of [cut, gone, pruned]) await act(partner, 3)
  await sign('cut')
  await database.asOwner('delete from audit_seal where organisation_id = $1 and position = 3', [cut.id])
  await database.asOwner(
    'delete from audit_record r where organisation_id = $1 and not exists (select from audit_seal where audit_id = r.id)',
    [cut.id],
  )
  await chainAgain(cut, 3)
  for (const table of ['audit_seal', 'audit_record', 'audit_head'])
    await database.asOwner(`delete from ${table} where organisation_id = $1`, [gone.id])
  await database.asOwner(
    'insert into audit_prune select organisation_id, position, hash, now() from audit_seal where organisation_id = $1 and position = 3',
    [pruned.id],
  )
  for (const table of ['audit_seal', 'audit_record'])
    await database.asOwner(`delete from ${table} where organisation_id = $1`, [pruned.id])
  expect((await entente(verifier, 'audit', 'verify', '--organisation', pruned.id)).code).toBe(0)
  const { lines } = await verify('cut')
  for (const { id } of [cut, gone, pruned])
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`^missing {6}organisation ${id} position 3`)),
    )
})

test('R17 lines of the file that were altered, removed or put in are named', async () => {
  const partner = await givenPartner(database.api)
  for (let count = 0; count < 2; count++) {
    await act(partner, 1)
    await sign('lines')
  }
  const [first = '', second = ''] = readFileSync(file('lines'), 'utf8').split('\n')
  const verdictOn = async (name: string, ...lines: string[]) => {
    writeFileSync(file(name), `${lines.join('\n')}\n`)
    const { lines: printed } = await verify(name, '--organisation', partner.id)
    return printed.filter((line) => line.startsWith('heads')).map((line) => line.replace(/^.* line/, 'line'))
  }
  expect(await verdictOn('untouched', first, second)).toEqual([])
  expect(await verdictOn('altered', first.replace(/,1,/, ',2,'), second)).toEqual([
    'line 1: the signature does not fit',
  ])
  expect(await verdictOn('cut-off', first.slice(0, -20), second)).toEqual([])
  expect(await verdictOn('cut-off-last', first, second.slice(0, -20))).toEqual(['line 2: it cannot be read'])
  createKeyring(file('other-keys.json'))
  const foreign = await entente({ ...signer, ENTENTE_KEYS_FILE: file('other-keys.json') }, 'audit', 'heads')
  expect(await verdictOn('foreign', first, ...foreign.lines)).toEqual([
    expect.stringMatching(/^line 2: the (key \w+ is not known|signature does not fit)$/),
  ])
})
