import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readKeyring } from '@entente/auth/keyring'
import { claimOf, isGenuine } from '@entente/auth/link-token'
import { sealAudit } from '@entente/db/audit/audit-seals'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { migrate } from '@entente/db/core/migrate'
import { asAuth, asSealer } from '@entente/db/core/scopes'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entente, givenInstance } from '../testing/instance.ts'
import { runCli } from './cli.ts'

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

/** The row behind a printed link, after checking that the token is genuine. */
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

test('operator create adds an operator without a password, and prints the link that sets one', async () => {
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
  expect(again).toEqual({ code: 1, lines: ['olivia@operator.example already has an account as operator.'] })
})

test('partner create adds a partner with both links and its first global admin', async () => {
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

  // Nothing is created when the number is taken or the person has an account.
  const taken = ['--email', 'x@y.example', '--person', 'X', '--number', number ?? '']
  expect(await entente(environment, 'partner', 'create', ...partner, ...taken)).toEqual({
    code: 1,
    lines: [`Another partner has the number ${number}.`],
  })
  expect((await entente(environment, 'partner', 'create', ...partner, ...nora)).code).toBe(1)
  expect(await rows('select count(*)::int as partners from organisation')).toEqual([{ partners: 1 }])
})

test('R12 a migration that meets a lock gives up soon, says so and changes nothing more', async () => {
  const holder = await owner.connect()
  await holder.query('begin; lock table kysely_migration in access exclusive mode')
  const migrating = migrate(environment.DATABASE_OWNER_URL ?? '', 'global', { lockMsMax: 100 })
  await expect(migrating).rejects.toThrow('Locks were not free for 100 ms, so nothing more was changed.')
  await holder.query('rollback')
  holder.release()
  expect((await entente(environment, 'migrate')).code).toBe(0)
})

test('migrate refuses an owner who is no superuser, before it changes anything', async () => {
  await instance.asOwner(
    'postgres',
    "create role weak login password 'weak'",
    'create database weak owner weak',
  )
  const DATABASE_OWNER_URL = String(instance.urls('weak').DATABASE_OWNER_URL).replace(
    /\/\/[^@]*@/,
    '//weak:weak@',
  )
  expect(await entente({ ...environment, DATABASE_OWNER_URL }, 'migrate')).toEqual({
    code: 1,
    lines: [
      'The role weak of DATABASE_OWNER_URL is no superuser, so nothing was changed. In a cluster that this instance has to itself, run as its administrator: alter role weak superuser',
    ],
  })
})

test('wrong use prints the usage and creates nothing', async () => {
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

test('no account is created in the database of another cloud', async () => {
  const german = { ...environment, CLOUD: 'germany' }
  const { code, lines } = await entente(german, 'operator', 'create', '--email', 'x@y.example', '--name', 'X')
  expect({ code, lines }).toEqual({
    code: 1,
    lines: ['CLOUD is germany, but the database belongs to global.'],
  })
})

test('keys create writes a private, valid file and never overwrites one', async () => {
  const file = path.join(instance.dir, 'fresh.json')
  expect((await entente({}, 'keys', 'create', file)).code).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const before = readFileSync(file, 'utf8')
  expect(readKeyring(file).link.newest).toMatch(/^k/)
  expect((await entente({}, 'keys', 'create', file)).code).toBe(1)
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('R17 audit verify counts the records that hold and names those that do not', async () => {
  const worker = openDatabase({ url: environment.DATABASE_DIRECT_URL ?? '', connectionsMax: 1 })
  const { sealed } = await asSealer(worker, (db) => sealAudit(db, { limit: 100 }, new Date()))
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

/** An operator with password, second factor, recovery code, session and reset link. */
async function givenOperator(name: string, role = 'operator_admin') {
  const email = `${name.toLowerCase()}@operator.example`
  const made = await entente(
    environment,
    ...['operator', 'create'],
    ...['--email', email, '--name', name],
    ...['--role', role],
  )
  expect(made.code).toBe(0)
  const [{ id, membership }] = await rows(`select a.id, m.id as membership from auth.account a
    join auth.membership m on m.account_id = a.id where a.email = '${email}'`)
  await rows(`insert into auth.credential values ('${id}', 'the old one', now())`)
  await rows(`insert into auth.second_factor (id, account_id, kid, secret, confirmed_at, created_at)
    values (gen_random_uuid(), '${id}', '${readKeyring(instance.keys).data.newest}', '\\x00', now(), now())`)
  await rows(`insert into auth.recovery_code (id, account_id, code_hash, created_at)
    values (gen_random_uuid(), '${id}', '\\x00', now())`)
  await rows(`insert into auth.session (id, token_hash, account_id, membership_id, created_at, authenticated_at, seen_at,
    expires_at) values (gen_random_uuid(), sha256('${id}'), '${id}', '${membership}', now(), now(), now(), now() + interval '1 hour')`)
  await rows(`insert into auth.one_time_link (id, kind, kid, account_id, details, created_at, expires_at)
    values (gen_random_uuid(), 'reset', '${readKeyring(instance.keys).link.newest}', '${id}', '{"email": "${email}"}', now(), now() + interval '1 hour')`)
  return { id, email, name }
}

/** Counts what an account can still sign in with. */
const waysIn = async (id: string) =>
  (
    await rows(`select
    (select count(*)::int from auth.second_factor where account_id = '${id}') as factors,
    (select count(*)::int from auth.recovery_code where account_id = '${id}') as codes,
    (select count(*)::int from auth.credential where account_id = '${id}' and password_hash = 'the old one') as passwords,
    (select count(*)::int from auth.session where account_id = '${id}' and ended_at is null) as sessions,
    (select count(*)::int from auth.one_time_link where account_id = '${id}' and kind = 'reset'
      and consumed_at is null) as resets`)
  )[0]
const everyWay = { factors: 1, codes: 1, passwords: 1, sessions: 1, resets: 1 }
const noWay = { factors: 0, codes: 0, passwords: 0, sessions: 0, resets: 0 }

test('S15 operator reset-second-factor ends every way to sign in but its own link, for one operator, and is audited', async () => {
  const lost = await givenOperator('Lorna')
  const other = await givenOperator('Otto')
  const { code, lines } = await entente(
    environment,
    'operator',
    'reset-second-factor',
    'Lorna@Operator.example',
  )
  expect(code).toBe(0)
  expect(lines[0]).toMatch(/^lorna@operator\.example no longer has a second factor, a password or a session/)
  const link = await linkBehind(lines.at(-1), 'https://operator.example.com')
  expect(link).toMatchObject({ kind: 'set_up', accountId: lost.id, consumedAt: null })
  expect(await waysIn(lost.id)).toEqual(noWay)
  expect(await waysIn(other.id)).toEqual(everyWay)
  expect(
    await rows(
      `select organisation_id, actor_id, payload from audit_record where action = 'second_factor.reset'`,
    ),
  ).toEqual([
    {
      organisation_id: '00000000-0000-0000-0000-000000000000',
      actor_id: null,
      payload: { accountId: lost.id, by: 'command_line' },
    },
  ])
  // Run again because the link was lost: only the new link works.
  expect((await entente(environment, 'operator', 'reset-second-factor', lost.email)).code).toBe(0)
  expect(
    await rows(`select count(*)::int as links from auth.one_time_link where account_id = '${lost.id}'
      and kind = 'set_up' and consumed_at is null`),
  ).toEqual([{ links: 1 }])
})

test('operator reset-second-factor refuses an account that is not an operator', async () => {
  const reset = (...args: string[]) => entente(environment, 'operator', 'reset-second-factor', ...args)
  const partners = 'nora@northwind.example'
  expect(await reset(partners)).toEqual({ code: 1, lines: [`${partners} is not an operator.`] })
  const gone = await givenOperator('Greta', 'auditor')
  await rows(`update auth.membership set status = 'removed', roles = '{}' where account_id = '${gone.id}'`)
  expect((await reset(gone.email)).lines).toEqual([`${gone.email} is not an operator.`])
  expect(await waysIn(gone.id)).toEqual(everyWay)
  expect((await reset()).code).toBe(2)
})

test('person erase asks for the address, erases one account, says what it did and is audited', async () => {
  const { id, email, name } = await givenOperator('Zora', 'auditor')
  const twin = { name: 'Zora Twin', email }
  const made = await entente(
    environment,
    ...['partner', 'create', '--name', 'Twin Ltd', '--country', 'DE'],
    ...['--kind', 'direct_bill', '--email', twin.email, '--person', twin.name],
  )
  expect(made.code).toBe(0)
  const erase = (...args: string[]) => entente(environment, 'person', 'erase', ...args)
  const [{ id: twinId }] = await rows(
    `select id from auth.account where email = '${email}' and audience = 'partner'`,
  )

  expect(await erase(email, '--yes')).toEqual({
    code: 1,
    lines: [`${email} has an account as operator and as partner. Each is erased separately: add --audience.`],
  })
  const unconfirmed = await erase(id)
  expect(unconfirmed).toEqual({
    code: 1,
    lines: [
      `${name} <${email}>, operator, account ${id}, will be erased. This cannot be undone.`,
      'There is no terminal to confirm this: add --yes.',
      'Nothing was erased.',
    ],
  })
  const answering = async (answer: string) => {
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    const code = await runCli(['person', 'erase', email, '--audience', 'operator'], {
      environment,
      print,
      ask: async () => answer,
    })
    return { code, lines }
  }
  expect((await answering('yes')).code).toBe(1)
  expect(await waysIn(id)).toEqual(everyWay)

  const { code, lines } = await answering(` ${email}`)
  expect(code).toBe(0)
  expect(lines).toContain(`Account ${id} is erased; its name and address are gone.`)
  expect(lines.join('\n')).toMatch(/Memberships ended: 1\. Open sessions ended: 1\./)
  expect(await waysIn(id)).toEqual(noWay)
  expect(await rows(`select name, email from auth.account where id = '${id}'`)).toEqual([
    { name: 'Erased person', email: `erased-${id}@entente.invalid` },
  ])
  expect(await rows(`select name, email from auth.account where id = '${twinId}'`)).toEqual([twin])
  expect(await rows(`select payload from audit_record where action = 'person.erased'`)).toEqual([
    { payload: { accountId: id } },
  ])
  expect(await erase(id, '--yes')).toEqual({ code: 1, lines: [`${id} is already erased.`] })
})

test('person erase refuses the last person who can decide, and an unknown one', async () => {
  const erase = (...args: string[]) => entente(environment, 'person', 'erase', ...args)
  const [{ organisation_id }] = await rows(`select m.organisation_id from auth.membership m
    join auth.account a on a.id = m.account_id where a.email = 'nora@northwind.example'`)
  expect(await erase('nora@northwind.example', '--yes')).toEqual({
    code: 1,
    lines: [
      `No one else could decide for organisation ${organisation_id}: give another person the role global_admin first.`,
    ],
  })
  expect((await erase('nobody@northwind.example', '--yes')).lines).toEqual([
    'There is no such account: nobody@northwind.example.',
  ])
  expect((await erase('nora@northwind.example', '--audience', 'operator', '--yes')).code).toBe(1)
  expect((await erase('nora', '--yes')).code).toBe(2)
  expect((await erase('--yes')).code).toBe(2)
  const german = { ...environment, CLOUD: 'germany' }
  expect((await entente(german, 'person', 'erase', 'nora@northwind.example', '--yes')).lines).toEqual([
    'CLOUD is germany, but the database belongs to global.',
  ])
  expect(await rows(`select name from auth.account where email = 'nora@northwind.example'`)).toEqual([
    { name: 'Nora Winter' },
  ])
})

test('D-33 R-137 R-170 customers load keeps the good rows of a file, and names the others', async () => {
  const otto = ['--email', 'otto@operator.example', '--name', 'Otto Lang']
  await entente(environment, 'operator', 'create', ...otto, '--role', 'operator_admin')
  const file = path.join(path.dirname(instance.keys), 'known.csv')
  const load = (...rest: string[]) => entente(environment, 'customers', 'load', file, ...rest)
  const given = ['10000001,Fabrikam GmbH,DE,fabrikam.example', '10000001,,DE,nobody.example']
  const head = 'partner_id,organisation,country,domain'
  writeFileSync(file, `${[head, ...given].join('\n')}\n`)
  expect(await load('--as', 'otto@operator.example')).toEqual({
    code: 1,
    lines: ['Loaded: 1. Left out: 1.', 'Row 2, organisation: missing'],
  })
  const known = () => owner.query('select partner_number, legal_name, domain from known_customer')
  const fabrikam = { partner_number: '10000001', legal_name: 'Fabrikam GmbH', domain: 'fabrikam.example' }
  expect((await known()).rows).toEqual([fabrikam])
  const records = await owner.query(
    `select actor_kind, payload from audit_record where action = 'known_customers.imported'`,
  )
  expect(records.rows).toEqual([
    { actor_kind: 'person', payload: { customers: 1, refused: 1, by: 'command_line' } },
  ])

  expect((await load('--as', 'nora@northwind.example')).lines).toEqual([
    'nora@northwind.example is not an operator who may load customers.',
  ])
  writeFileSync(file, Buffer.from(`${head}\n10000001,M\u00fcller \u00e4,DE,mueller.example\n`, 'latin1'))
  expect((await load('--as', 'otto@operator.example')).lines).toEqual([
    'The file is not in Unicode: name its encoding with --encoding.',
  ])
  const named = await load('--as', 'otto@operator.example', '--encoding', 'windows-1252')
  expect(named).toEqual({ code: 0, lines: ['Loaded: 1. Left out: 0.'] })
  expect((await known()).rows).toContainEqual({
    ...{ partner_number: '10000001', legal_name: 'Müller ä', domain: 'mueller.example' },
  })
})
