import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseSignedHeads, type SignedHeads } from '@entente/auth/signed-heads'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asSealer, asTenant } from '@entente/db/core/scopes'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { headsFolder, readHeadsLines } from '@entente/outside/heads-folder'
import { afterAll, expect, test } from 'vitest'
import { createPublisher } from './publish-heads.ts'

const root = mkdtempSync(path.join(tmpdir(), 'audit-heads-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const database = await freshDatabase()
const [ada, ben] = [await givenPartner(database.api), await givenPartner(database.api)]
const ring = { newest: 'k1', keys: new Map([['k1', randomBytes(32)]]) }

async function act({ id: organisationId, person }: typeof ada, now: Date) {
  const actor = { kind: 'person', accountId: person.id, roles: [], requestId: newId() } as const
  await asTenant(database.api, { organisationId, audience: 'partner', personId: person.id }, (db) =>
    insertAudit(db, actor, [{ organisationId, action: 'session.started', payload: {} }], now),
  )
  await asSealer(database.worker, (db) => sealAudit(db, { limit: 100 }, now))
}

function givenPublisher(folder: string, clock: () => Date) {
  const signed: SignedHeads[] = []
  const place = path.join(root, folder)
  const options = { database: database.worker, ring, folder: headsFolder(place), clock }
  return { place, signed, publish: createPublisher({ ...options, onSigned: (one) => signed.push(one) }) }
}

const positions = ({ heads }: SignedHeads) => heads.map(([id, position]) => [id, position])

test('R17 the first line of a day signs every chain, each later one those that grew', async () => {
  let now = new Date('2026-11-29T12:00:00Z')
  await act(ada, now)
  await act(ben, now)
  const { place, signed, publish } = givenPublisher('minutes', () => now)
  await publish()
  now = new Date('2026-11-29T12:01:00Z')
  await act(ben, now)
  await publish()
  now = new Date('2026-11-29T12:02:00Z')
  await publish()
  // A new process continues the series.
  const next = givenPublisher('minutes', () => now)
  now = new Date('2026-11-30T00:00:30Z')
  await next.publish()
  const all = [...signed, ...next.signed]
  const both = (at: number) =>
    [
      [ada.id, 1],
      [ben.id, at],
    ].toSorted()
  expect(all.map(positions)).toEqual([both(1), [[ben.id, 2]], [], both(2)])
  expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  expect(all.slice(1).map(({ previous }) => previous)).toEqual(all.slice(0, -1).map((one) => one.root))
  expect(readdirSync(place)).toEqual(['audit-heads-2026-11-29.jsonl', 'audit-heads-2026-11-30.jsonl'])
  const written = (await Array.fromAsync(readHeadsLines(place))).map(({ line }) => parseSignedHeads(line))
  expect(written).toEqual(all)
})

test('R17 workers that share a folder take turns and write one series', async () => {
  const now = () => new Date('2026-11-29T12:00:00Z')
  const publishers = [givenPublisher('shared', now), givenPublisher('shared', now)]
  for (let minute = 0; minute < 3; minute++) await Promise.all(publishers.map(({ publish }) => publish()))
  const lines = await Array.fromAsync(readHeadsLines(path.join(root, 'shared')))
  const written = lines.map(({ line }) => parseSignedHeads(line) as SignedHeads)
  expect(written.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
  expect(written.slice(1).map(({ previous }) => previous)).toEqual(
    written.slice(0, -1).map((one) => one.root),
  )
})
