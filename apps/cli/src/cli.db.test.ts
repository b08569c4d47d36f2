import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { readKeyring } from '@entente/auth/keyring'
import { claimOf, isGenuine } from '@entente/auth/link-token'
import { sealAudit } from '@entente/db/audit-seals'
import { closeDatabase, openDatabase } from '@entente/db/database'
import { findOneTimeLink } from '@entente/db/one-time-links'
import { asAuth, asSealer } from '@entente/db/scopes'
import type { Id } from '@entente/domain/id'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entente, givenInstance } from '../testing/instance.ts'

const instance = await givenInstance()
const { environment } = instance
const owner = new pg.Pool({ connectionString: environment.DATABASE_OWNER_URL, max: 1 })
const database = openDatabase({ url: environment.DATABASE_URL ?? '', connectionsMax: 1 })
const rows = async (statement: string) => (await owner.query(statement)).rows

beforeAll(async () => {
  expect((await entente(environment, 'migrate')).code).toBe(0)
})
afterAll(async () => {
  await Promise.all([owner.end(), closeDatabase(database)])
  await instance.stop()
})

const partner = ['--name', 'Northwind Cloud GmbH', '--country', 'DE', '--kind', 'direct_bill']
const nora = ['--email', 'Nora@Northwind.example', '--person', 'Nora Winter']

/** The row behind a printed link, once its token is proven to be ours. */
async function linkBehind(line: string | undefined, site: string) {
  const [, token = ''] = /^(?:https:\/\/[^/]+)\/set-up\/(.+)$/.exec(line ?? '') ?? []
  expect(line).toBe(`${site}/set-up/${token}`)
  const claim = claimOf(token)
  const link =
    claim && (await asAuth(database, null, (db) => findOneTimeLink(db, claim.id as Id<'one_time_link'>)))
  if (!claim || !link) throw new Error(`no link: ${line}`)
  const { link: ring } = readKeyring(instance.keys)
  expect(isGenuine(ring, claim.mac, { ...link, cloud: 'global' })).toBe(true)
  return link
}

test('operator create makes an operator whom no password opens until the link was followed', async () => {
  const who = ['--email', 'Olivia@operator.example', '--name', 'Olivia Grant']
  const { code, lines } = await entente(environment, 'operator', 'create', ...who, '--role', 'auditor')
  expect(code).toBe(0)
  expect(lines[0]).toBe('olivia@operator.example is an operator: auditor.')
  const link = await linkBehind(lines.at(-1), 'https://operator.example.com')
  expect(link).toMatchObject({
    kind: 'set_up',
    details: { email: 'olivia@operator.example' },
    consumedAt: null,
  })
  expect(link.expiresAt.getTime() - link.createdAt.getTime()).toBe(24 * 3_600_000)
  expect(
    await rows(`select a.audience, m.roles, m.status, m.organisation_id, c.password_hash from auth.account a
      join auth.membership m on m.account_id = a.id left join auth.credential c on c.account_id = a.id`),
  ).toEqual([
    {
      audience: 'operator',
      roles: ['auditor'],
      status: 'active',
      organisation_id: null,
      password_hash: null,
    },
  ])
  const [record] = await rows(
    `select organisation_id, payload from audit_record where action = 'operator.created'`,
  )
  expect(record).toMatchObject({
    organisation_id: '00000000-0000-0000-0000-000000000000',
    payload: { accountId: link.accountId, roles: ['auditor'], by: 'command_line' },
  })

  const again = await entente(environment, 'operator', 'create', ...who)
  expect(again).toEqual({ code: 1, lines: ['olivia@operator.example has an account of a operator already.'] })
})

test('partner create makes a partner with both links and its first global admin', async () => {
  const { code, lines } = await entente(environment, 'partner', 'create', ...partner, ...nora)
  expect(code).toBe(0)
  const number = /with the number (\d{8}); nora@northwind.example is its global admin\.$/.exec(
    lines[0] ?? '',
  )?.[1]
  const link = await linkBehind(lines.at(-1), 'https://partner.example.com')
  const [made] = await rows(
    `select id, legal_name, country, partner_kind, partner_status, partner_number from organisation`,
  )
  expect(made).toMatchObject({
    ...{ legal_name: 'Northwind Cloud GmbH', country: 'DE', partner_kind: 'direct_bill' },
    ...{ partner_status: 'active', partner_number: number },
  })
  expect(
    await rows(`select account_id, roles from auth.membership where organisation_id = '${made.id}'`),
  ).toEqual([{ account_id: link.accountId, roles: ['global_admin', 'admin_agent'] }])
  const { newest } = readKeyring(instance.keys).link
  expect(await rows('select with_privileges, kid from relationship_link order by with_privileges')).toEqual([
    { with_privileges: false, kid: newest },
    { with_privileges: true, kid: newest },
  ])
  expect(await rows(`select organisation_id from audit_record where action = 'partner.created'`)).toEqual([
    { organisation_id: made.id },
  ])

  // All of it or nothing: the number is taken, or the person has an account.
  const taken = ['--email', 'x@y.example', '--person', 'X', '--number', number ?? '']
  expect(await entente(environment, 'partner', 'create', ...partner, ...taken)).toEqual({
    code: 1,
    lines: [`Another partner has the number ${number}.`],
  })
  expect((await entente(environment, 'partner', 'create', ...partner, ...nora)).code).toBe(1)
  expect(await rows('select count(*)::int as partners from organisation')).toEqual([{ partners: 1 }])
})

test('wrong use is answered with the usage and nothing is made', async () => {
  const country = [
    '--name',
    'X',
    '--country',
    'XX',
    '--kind',
    'direct_bill',
    '--email',
    'x@y.example',
    '--person',
    'X',
  ]
  const { code, lines } = await entente(environment, 'partner', 'create', ...country)
  expect(code).toBe(2)
  expect(lines[0]).toBe('--country is not valid: XX')
  expect(lines[1]).toMatch(/^Usage: entente partner create/)
  expect((await entente(environment, 'operator', 'create', '--email', 'x@y.example')).lines[0]).toBe(
    'Missing: --name',
  )
  expect((await entente(environment, 'operator', 'remove')).code).toBe(2)
  expect((await entente({}, 'operator', 'create', '--email', 'x@y.example', '--name', 'X')).lines[0]).toMatch(
    /^CLOUD is missing/,
  )
})

test('no account is made on a database of another cloud', async () => {
  const german = { ...environment, CLOUD: 'germany' }
  const { code, lines } = await entente(german, 'operator', 'create', '--email', 'x@y.example', '--name', 'X')
  expect({ code, lines }).toEqual({
    code: 1,
    lines: ['CLOUD is germany, but the database belongs to global.'],
  })
})

test('keys create writes a private, valid file and never touches one that is there', async () => {
  const file = path.join(instance.dir, 'fresh.json')
  expect((await entente({}, 'keys', 'create', file)).code).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  expect(readKeyring(file).link.newest).toMatch(/^k/)
  expect((await entente({}, 'keys', 'create', file)).code).toBe(1)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('R17 audit verify counts what holds and names what does not', async () => {
  const worker = openDatabase({ url: environment.DATABASE_DIRECT_URL ?? '', connectionsMax: 1 })
  const since = new Date(Date.now() - 3_600_000)
  const sealed = await asSealer(worker, (db) => sealAudit(db, { limit: 100, since }, new Date()))
  await closeDatabase(worker)
  const good = await entente(environment, 'audit', 'verify')
  expect(good.lines).toEqual([
    expect.stringMatching(`^${sealed} records in 2 chains checked in .* all hold\\.$`),
  ])
  expect(good.code).toBe(0)

  await rows(`update audit_record set payload = '{"by":"nobody"}' where action = 'partner.created'`)
  const [{ id, organisation_id }] = await rows(`select * from audit_record where action = 'partner.created'`)
  const altered = await entente(environment, 'audit', 'verify', '--organisation', organisation_id)
  expect(altered.lines[0]).toBe(`altered      organisation ${organisation_id} position 1 record ${id}`)
  expect(altered.lines.at(-1)).toMatch(/1 records in 1 chains checked in .* 1 do not hold\.$/)
  expect(altered.code).toBe(1)
})
