import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readKeyring } from '@entente/auth/keyring'
import { seal, unseal } from '@entente/auth/sealed'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entente, givenInstance } from '../testing/instance.ts'
import { runCli } from './cli.ts'

const instance = await givenInstance()
const { environment, keys } = instance
const owner = new pg.Pool({ connectionString: environment.DATABASE_OWNER_URL, max: 1 })
const rows = async (statement: string, values: unknown[] = []) => (await owner.query(statement, values)).rows
const run = (...args: string[]) => entente(environment, 'keys', ...args)

beforeAll(async () => {
  expect((await entente(environment, 'migrate')).code).toBe(0)
  const nora = ['--email', 'nora@northwind.example', '--person', 'Nora Winter']
  const partner = ['--name', 'Northwind Cloud GmbH', '--country', 'DE', '--kind', 'direct_bill']
  expect((await entente(environment, 'partner', 'create', ...partner, ...nora)).code).toBe(0)
})
afterAll(async () => {
  await owner.end()
  await instance.stop()
})

/** Adds a key and makes it the newest; returns the new and the old key's id. */
async function rotated(ring: 'link' | 'session' | 'data' | 'audit') {
  const [before] = [readKeyring(keys)[ring]?.newest ?? '']
  const added = await run('add', ring, keys)
  const [, kid = ''] = /has the key (\w+) in/.exec(added.lines[0] ?? '') ?? []
  expect(added.code).toBe(0)
  // Phase one: everybody can verify with it, nobody signs with it.
  expect(readKeyring(keys)[ring]).toMatchObject({ newest: before })
  expect(readKeyring(keys)[ring]?.keys.has(kid)).toBe(true)
  expect((await run('activate', ring, kid, keys)).code).toBe(0)
  expect(readKeyring(keys)[ring]).toMatchObject({ newest: kid })
  expect(statSync(keys).mode & 0o777).toBe(0o600)
  return { kid, before }
}

test('S22 keys reseal moves every sealed secret to the newest key, and only then the old key can go', async () => {
  const old = readKeyring(keys)
  const [{ account_id: account }] = await rows('select account_id from auth.membership')
  const sealed = seal(old.data, 'second factor', account, Buffer.from('a secret of nora'))
  await rows(
    `insert into auth.second_factor (id, account_id, kid, secret, created_at, confirmed_at)
      values (gen_random_uuid(), $1, $2, $3, now(), now())`,
    [account, sealed.kid, sealed.bytes],
  )
  await rows(
    `insert into auth.recovery_code (id, account_id, code_hash, created_at) values (gen_random_uuid(), $1, 'x', now())`,
    [account],
  )
  const { kid, before } = await rotated('data')
  expect(await run('retire', 'data', before, '--yes')).toEqual({
    code: 1,
    lines: [`${before} still seals 1 secrets. Run: entente keys reseal`],
  })
  expect(await run('reseal')).toMatchObject({ code: 0 })
  expect((await run('reseal')).lines[0]).toBe(`second factor: 0 sealed with ${kid}`)
  // An API that was not restarted seals with it while the operator is asked.
  const sealLate = (key: string) => rows('update auth.second_factor set kid = $1', [key])
  const asked = { environment, print: () => undefined, ask: () => sealLate(before).then(() => before) }
  expect(await runCli(['keys', 'retire', 'data', before], asked)).toBe(1)
  expect(readKeyring(keys).data.keys.has(before)).toBe(true)
  await sealLate(kid)
  const [factor] = await rows('select kid, secret as bytes from auth.second_factor')
  expect(factor.kid).toBe(kid)
  expect(unseal(readKeyring(keys).data, 'second factor', account, factor).toString()).toBe('a secret of nora')
  const retired = await run('retire', 'data', before, '--yes')
  expect(retired.lines[0]).toContain('The recovery codes of up to 1 accounts die')
  expect(retired.code).toBe(0)
  expect([...readKeyring(keys).data.keys.keys()]).toEqual([kid])
  expect(await rows(`select payload from audit_record where action = 'key.retired'`)).toEqual([
    { payload: { ring: 'data', kid: before, links: 0, by: 'command_line' } },
  ])
})

test('S4 keys retire names every link that dies, ends it once even when it is killed and repeated, and the instance still starts', async () => {
  const { kid, before } = await rotated('link')
  const withBoth = readFileSync(keys)
  // Without the confirmation nothing changes.
  const asked = await run('retire', 'link', before)
  expect(asked.lines).toEqual([
    '2 relationship links die; their partners get new ones:',
    '  Northwind Cloud GmbH: reseller link without privileges',
    '  Northwind Cloud GmbH: reseller link with privileges',
    '1 one-time links die. People who still need one must ask again.',
    'There is no terminal to confirm this: add --yes.',
    'Nothing was changed.',
  ])
  expect(asked.code).toBe(1)
  expect(await rows('select distinct kid, version from relationship_link')).toEqual([
    { kid: before, version: 1 },
  ])
  expect((await run('retire', 'link', before, '--yes')).code).toBe(0)
  // What a kill between the rows and the file leaves behind.
  writeFileSync(keys, withBoth)
  expect((await run('retire', 'link', before, '--yes')).lines[0]).toContain('0 relationship links die')
  expect([...readKeyring(keys).link.keys.keys()]).toEqual([kid])
  expect(
    await rows('select distinct kid, version, revoked_at is null as alive from relationship_link'),
  ).toEqual([{ kid, version: 2, alive: false }])
  expect(await rows('select count(*)::int from auth.one_time_link where consumed_at is null')).toEqual([
    { count: 0 },
  ])
  expect(await rows(`select count(*)::int from outbox where name = 'partner.link-revoked'`)).toEqual([
    { count: 2 },
  ])
  expect(
    await rows(`select count(*)::int from audit_record where action = 'relationship_link.revoked'
      and organisation_id <> '00000000-0000-0000-0000-000000000000'`),
  ).toEqual([{ count: 2 }])
  const findings = (await entente(environment, 'doctor')).lines.join('\n')
  expect(findings).toMatch(/ok +link keys/)
})

test('the newest key, a key that is not there and a wrong ring are refused', async () => {
  const { newest } = readKeyring(keys).session
  const before = readFileSync(keys, 'utf8')
  expect((await run('retire', 'session', newest, '--yes')).lines).toEqual([
    `${newest} signs for the ring session. Add and activate another key first.`,
  ])
  expect((await run('activate', 'session', newest, keys)).code).toBe(1)
  expect((await run('activate', 'session', 'k0', keys)).lines).toEqual([
    `The ring session has no key k0, only ${newest}.`,
  ])
  expect((await run('add', 'mail', keys)).code).toBe(2)
  expect(readFileSync(keys, 'utf8')).toBe(before)
})

test('the rings session and audit rotate too', async () => {
  for (const ring of ['session', 'audit'] as const) {
    const { kid, before } = await rotated(ring)
    expect((await run('retire', ring, before, '--yes')).code).toBe(0)
    expect([...(readKeyring(keys)[ring]?.keys.keys() ?? [])]).toEqual([kid])
  }
})
