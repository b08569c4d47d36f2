import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readKeyring } from '@entente/auth/keyring'
import { linkToken } from '@entente/auth/link-token'
import { fixtureKid as old } from '@entente/db/testing/fixtures'
import { holding } from '@entente/db/testing/holding'
import type { Id } from '@entente/domain/core/id'
import { waitFor } from '@entente/testkit/wait'
import {
  authorizing,
  cloud,
  generousLimits,
  givenWorld,
  grantAll,
  keyring,
  outcomesOf,
  refusalFrom,
  tokenOf,
} from '@entente/trpc/testing'
import { acceptanceRows, noAcceptance, oneAcceptance } from '@entente/trpc/testing/acceptance-rows'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { entente } from '../testing/instance.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'entente-retire-'))
afterAll(() => rmSync(dir, { recursive: true }))
const file = path.join(dir, 'keys.json')

const entry = (kid: string, key: Buffer) => ({ kid, key: key.toString('base64'), divided: true })
const others = [entry(old, randomBytes(32))]
const link = [entry(old, keyring.link.keys.get(old) ?? Buffer.alloc(0)), entry('k2', randomBytes(32))]
/** The step before `keys retire`: every process knows both keys of the ring, and signs with the newer one. */
const givenKeys = () =>
  writeFileSync(file, JSON.stringify({ link, session: others, data: others, audit: others }))
givenKeys()
const world = await givenWorld({ limits: generousLimits })
world.services.keyring = readKeyring(file)
const { whileHeld, waiters } = await holding(world)
const settings = { CLOUD: 'global', DATABASE_DIRECT_URL: world.urls.worker, ENTENTE_KEYS_FILE: file }
const retire = async () => {
  const { code, lines } = await entente(settings, 'keys', 'retire', 'link', old, '--yes')
  if (code !== 0) throw new Error(lines.join('\n'))
}

/** What a customer presses, and the rows that it left. */
async function givenCustomer() {
  const customer = await world.customer()
  const api = await world.as(customer.person)
  return {
    accept: (token: string) => api.invitation.accept(authorizing(token, grantAll)),
    rows: () => acceptanceRows(world, customer.id),
  }
}

/** The token of a link as its row says it now, which throws when the row names a key that is gone. */
async function tokenNow(id: Id<'link'>) {
  const [row] = await world.asOwner<{ kid: string; version: number }>(
    'select kid, version from relationship_link where id = $1',
    [id],
  )
  if (!row) throw new Error(`There is no link ${id}.`)
  return linkToken(readKeyring(file).link, { cloud: cloud.id, kind: 'relationship', id, ...row })
}

describe('R8 a link key that is retired while customers accept its links', () => {
  beforeEach(givenKeys)

  test('at a random moment: each acceptance is whole, or refused with nothing written, and the new link can be accepted', async () => {
    const partner = await world.partner({ kid: old })
    const token = tokenOf(partner, { withPrivileges: true })
    const customers = await Promise.all(Array.from({ length: 40 }, givenCustomer))
    await Promise.all([
      sleep(Math.random() * 200).then(retire),
      ...customers.map(async ({ accept, rows }, index) => {
        await sleep(index * 5)
        const [end = ''] = await outcomesOf(accept(token))
        expect(['done', 'link_unknown']).toContain(end)
        expect(await rows()).toEqual(end === 'done' ? oneAcceptance : noAcceptance)
      }),
    ])
    const fresh = await tokenNow(partner.links.withPrivileges)
    for (const { accept, rows } of customers) {
      expect(await refusalFrom(accept(token))).toEqual({ code: 'link_unknown' })
      await accept(fresh)
      expect(await rows()).toMatchObject({ relationships: 1, grants: grantAll.length })
    }
  })

  test('an acceptance that has read its link comes first: it is written whole, and then the link ends', async () => {
    const partner = await world.partner({ kid: old })
    const customer = await givenCustomer()
    const token = tokenOf(partner, { withPrivileges: true })
    // As a suspension of the partner that is not committed: the acceptance has locked its link, and waits for the partner.
    const stopPartner = `select pg_advisory_xact_lock(hashtext('organisation'), hashtext($1) & 255)`
    const accept = () => customer.accept(token)
    const [accepted] = await whileHeld<unknown>(stopPartner, partner.id, accept, afterOne(retire))
    expect(accepted).toMatchObject({ result: 'accepted' })
    expect(await customer.rows()).toEqual(oneAcceptance)
    expect(await refusalFrom(accept())).toEqual({ code: 'link_unknown' })
    expect(await tokenNow(partner.links.withPrivileges)).not.toBe(token)
  })

  test('an acceptance that comes when its link has ended, not yet committed, waits for it and is refused', async () => {
    const partner = await world.partner({ kid: old })
    const customer = await givenCustomer()
    const refused = () => refusalFrom(customer.accept(tokenOf(partner, { withPrivileges: true })))
    const stopRecords = 'lock table audit_record in share mode'
    const [, refusal] = await whileHeld<unknown>(stopRecords, null, retire, afterOne(refused))
    expect(refusal).toEqual({ code: 'link_unknown' })
    expect(await customer.rows()).toEqual(noAcceptance)
  })
})

test('no more than 200 links end in one transaction, so that acceptances wait for no more', async () => {
  givenKeys()
  await Promise.all(Array.from({ length: 101 }, () => world.partner({ kid: old })))
  await retire()
  const [[most], [left]] = await Promise.all([
    world.asOwner('select count(*)::int from relationship_link group by xmin::text order by 1 desc limit 1'),
    world.asOwner('select count(*)::int from relationship_link where kid = $1', [old]),
  ])
  expect([most, left]).toEqual([{ count: 200 }, { count: 0 }])
})

/** Begins once another request waits for a lock. */
const afterOne =
  <T>(request: () => Promise<T>) =>
  async () => {
    await waitFor(async () => (await waiters()) === 1)
    return request()
  }
