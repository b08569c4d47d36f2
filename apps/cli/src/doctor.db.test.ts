import { once } from 'node:events'
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { startProvider } from '@entente/testkit/oidc-provider'
import { freePort } from '@entente/testkit/ports'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Environment, entente, givenInstance, secretsIn } from '../testing/instance.ts'

const instance = await givenInstance()
const { environment } = instance
const pulse = `insert into worker_pulse (worker, started_at, seen_at, facts)
  values (gen_random_uuid(), now(), now(), '{}')`

beforeAll(async () => {
  const { code, lines } = await entente(environment, 'migrate')
  expect(lines).toEqual(['The database has the newest schema.'])
  expect(code).toBe(0)
  await instance.asOwner('entente', pulse)
})
afterAll(() => instance.stop())

/** The findings of the doctor with their advice. Also checks that it prints no secret, whatever is wrong. */
async function complaints(overrides: Environment): Promise<string[]> {
  const { code, lines } = await entente({ ...environment, ...overrides }, 'doctor')
  expect(secretsIn(lines)).toEqual([])
  const found = lines.flatMap((line, at) =>
    line.startsWith('WRONG')
      ? [`${line.slice(9, 28).trim()}: ${line.slice(29)}. ${lines[at + 1]?.trim()}`]
      : [],
  )
  expect(code).toBe(found.length === 0 ? 0 : 1)
  return found
}

const databaseAt = (url: string) => ({
  DATABASE_URL: environment.DATABASE_URL?.replace(/@.*$/, url),
  DATABASE_DIRECT_URL: environment.DATABASE_DIRECT_URL?.replace(/@.*$/, url),
})

test('every wrong field of an override file is named, and a good one gives the brand', async () => {
  const file = path.join(instance.dir, 'overrides.json')
  const advice = '→ Correct it: no process starts with it (docs/operations.md, What an instance changes)'
  writeFileSync(file, JSON.stringify({ name: '', referrals: { isOn: 0 } }))
  expect(await complaints({ CLOUD_OVERRIDES_FILE: file })).toEqual([
    `overrides file: ${file}: name must be a name without spaces around it. ${advice}`,
    `overrides file: ${file}: referrals.isOn must be true or false. ${advice}`,
  ])
  writeFileSync(file, JSON.stringify({ name: 'Contoso Cloud' }))
  const { lines } = await entente({ ...environment, CLOUD_OVERRIDES_FILE: file }, 'doctor')
  expect(lines.join('\n')).toContain(`${file} is valid; the brand is Contoso Cloud`)
})

test('a correct set-up passes, and everything is checked', async () => {
  const { code, lines } = await entente(environment, 'doctor')
  expect(lines.filter((line) => !line.startsWith('ok '))).toEqual(['No problems found.'])
  expect(lines.map((line) => line.slice(9, 28).trim()).slice(0, -1)).toEqual([
    'settings',
    'overrides file',
    'keys file',
    'folders',
    'database as API',
    'version',
    'clock',
    'migrations',
    'row security',
    'cloud',
    'link keys',
    'data keys',
    'database as worker',
    'worker',
    'queue',
    'mail',
    'operator sign-in',
  ])
  expect(code).toBe(0)
})

test('finds a setting that is missing or wrong', async () => {
  expect(
    await complaints({
      PARTNER_URL: undefined,
      OPERATOR_URL: 'http://operator.example.com',
      MAIL_FROM: 'us',
      REDIS_URL: '',
    }),
  ).toEqual([
    'settings: PARTNER_URL is not set. → Set PARTNER_URL, such as https://partner.example.com',
    'settings: OPERATOR_URL is not https. → Set OPERATOR_URL, such as https://operator.example.com',
    'settings: MAIL_FROM is not a mailbox. → Set MAIL_FROM, such as Entente <no-reply@example.com>',
    'settings: REDIS_URL is empty. → Set REDIS_URL, such as rediss://user:secret@redis.example.com:6380, or remove it',
  ])
})

test('reads a secret from its file, and names a file that is not there', async () => {
  const file = path.join(instance.dir, 'database-url')
  writeFileSync(file, `${environment.DATABASE_URL}\n`, { mode: 0o600 })
  const { DATABASE_URL: _, ...others } = environment
  expect((await entente({ ...others, DATABASE_URL_FILE: file }, 'doctor')).lines.at(-1)).toBe(
    'No problems found.',
  )
  expect(await entente({ ...others, DATABASE_URL_FILE: '/nowhere/url' }, 'doctor')).toEqual({
    code: 1,
    lines: ['DATABASE_URL_FILE names /nowhere/url, which cannot be read (ENOENT): correct it, or remove it'],
  })
})

test('finds the secrets that .env.example shows', async () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')
  const shown = (name: string) => new RegExp(`^(?:# )?${name}=(.+)$`, 'm').exec(example)?.[1]
  expect(
    await complaints({
      CUSTOMER_SITE_HASHES: shown('CUSTOMER_SITE_HASHES'),
      RESEND_WEBHOOK_SECRET: shown('RESEND_WEBHOOK_SECRET'),
    }),
  ).toEqual([
    'site secrets: a hash of .env.example is in use, whose secret everybody can read there. → Make a secret for each site with `entente site secret`, and set both lines that it prints',
    'mail: RESEND_WEBHOOK_SECRET is the one of .env.example, which everybody can read there. → Set the signing secret of your endpoint at the provider, or remove it',
  ])
})

test('finds two sites with one origin', async () => {
  expect(await complaints({ CUSTOMER_URL: environment.PARTNER_URL })).toEqual([
    'sites: PARTNER_URL and CUSTOMER_URL are the same origin. → Give each site its own origin: links and cookies depend on it',
  ])
})

test('finds a wrong password', async () => {
  const DATABASE_URL = environment.DATABASE_URL?.replace('api-secret', 'other')
  expect(await complaints({ DATABASE_URL })).toEqual([
    'database as API: the password of entente_api was refused. → Correct the URL, or set DATABASE_API_PASSWORD and run: entente migrate',
  ])
})

test('finds a database that is down or missing', async () => {
  const port = await freePort()
  expect(await complaints(databaseAt(`@127.0.0.1:${port}/entente`))).toEqual(
    ['API', 'worker'].map(
      (name) =>
        `database as ${name}: nothing answers at 127.0.0.1:${port} (ECONNREFUSED). → Start PostgreSQL, or correct the host and port`,
    ),
  )
  expect(await complaints(instance.urls('elsewhere'))).toEqual(
    ['API', 'worker'].map(
      (name) =>
        `database as ${name}: there is no database "elsewhere". → Create it, owned by the owner role, and run: entente migrate`,
    ),
  )
})

test('S2 finds a role that bypasses row-level security', async () => {
  expect(await complaints({ DATABASE_URL: environment.DATABASE_OWNER_URL })).toEqual([
    'database as API: entente_owner has privileges of its own, so row-level security does not bind it. → Log in as entente_api and entente_worker, which migrations create',
  ])
})

test('S2 finds a table that does not force row-level security', async () => {
  const loose = await instance.altered('loose', 'alter table relationship no force row level security')
  expect(await complaints(loose)).toEqual([
    'row security: is not forced on public.relationship. → alter table … enable row level security, force row level security',
  ])
})

test('finds a replica that is none', async () => {
  const found = 'replica: follows no primary, so no list is read from it.'
  const advice = 'Name a streaming replica in DATABASE_REPLICA_URL, or leave it out'
  expect(await complaints({ DATABASE_REPLICA_URL: environment.DATABASE_URL })).toEqual([
    `${found} → ${advice}`,
  ])
})

test('finds the database of another cloud', async () => {
  const german = await instance.altered('german', `update instance set cloud = 'germany'`)
  expect(await complaints(german)).toEqual([
    'cloud: CLOUD is global, but the database belongs to germany. → Correct CLOUD or the database URLs: an instance never changes its cloud',
  ])
})

test('finds a database that is behind, ahead or empty', async () => {
  const behind = await instance.altered('behind', `delete from kysely_migration where name = '0005_writing'`)
  expect(await complaints(behind)).toEqual(['migrations: pending: 0005_writing. → Run: entente migrate'])
  const ahead = await instance.altered('ahead', `insert into kysely_migration values ('9999_later', 'now')`)
  expect(await complaints(ahead)).toEqual([
    'migrations: the database is ahead of this build: 9999_later. → Run the newer build; an older one serves only while it is being replaced',
  ])
  await instance.asOwner('postgres', 'create database empty')
  expect(await complaints(instance.urls('empty'))).toEqual([
    'migrations: the database is empty or far behind this build. → Run: entente migrate',
    'queue: its schema is missing from the database. → Run: entente migrate',
  ])
})

test('finds a queue that was never migrated', async () => {
  expect(await complaints(await instance.altered('queueless', 'drop schema bullmq cascade'))).toEqual([
    'queue: its schema is missing from the database. → Run: entente migrate',
  ])
})

test('finds a Redis that is down', async () => {
  const port = await freePort()
  expect(await complaints({ REDIS_URL: `redis://127.0.0.1:${port}` })).toEqual([
    `queue: Redis does not answer at 127.0.0.1:${port} (ECONNREFUSED). → Start it, or remove REDIS_URL to keep the queue in the database`,
  ])
})

test('finds a worker that is silent or never ran', async () => {
  const silent = await instance.altered('silent', `update worker_pulse set seen_at = '2026-01-02T03:04:05Z'`)
  expect(await complaints(silent)).toEqual([
    'worker: last seen at 2026-01-02T03:04:05.000Z. → Start it, and check its log',
  ])
  expect(await complaints(await instance.altered('unworked', 'delete from worker_pulse'))).toEqual([
    'worker: no worker has run here yet. → Start it',
  ])
})

test('finds a keys file that lacks a key in use, is not private, is broken or is missing', async () => {
  const gone = await instance.altered(
    'kidless',
    `insert into auth.one_time_link (id, kind, kid, details, created_at, expires_at)
      values (gen_random_uuid(), 'reset', 'gone', '{}', now(), now() + interval '1 hour')`,
  )
  expect(await complaints(gone)).toEqual([
    'link keys: the keys file lacks gone, which the database uses. → Restore the keys file of this database from its backup',
  ])
  const open = path.join(instance.dir, 'open.json')
  copyFileSync(instance.keys, open)
  chmodSync(open, 0o644)
  expect(await complaints({ ENTENTE_KEYS_FILE: open })).toEqual([
    `keys file: ${open} has mode 644: others can read it. → chmod 600 ${open}`,
  ])
  const broken = path.join(instance.dir, 'broken.json')
  writeFileSync(broken, '{}', { mode: 0o600 })
  expect(await complaints({ ENTENTE_KEYS_FILE: broken })).toEqual([
    `keys file: ${broken} is not a valid keys file. → Restore it from its backup`,
  ])
  expect(await complaints({ ENTENTE_KEYS_FILE: '/nowhere/keys.json' })).toEqual([
    'keys file: /nowhere/keys.json does not exist. → Restore it, or for a new instance: entente keys create /nowhere/keys.json',
  ])
})

test('finds a mail server that is down or refuses us', async () => {
  const port = await freePort()
  expect(await complaints({ SMTP_URL: `smtp://127.0.0.1:${port}` })).toEqual([
    `mail: no SMTP server answers at 127.0.0.1:${port} (ESOCKET). → Start it, or correct SMTP_URL`,
  ])
  const place = environment.SMTP_URL?.split('@')[1]
  expect(await complaints({ SMTP_URL: `smtp://user:other@${place}` })).toEqual([
    `mail: the SMTP server at ${place} refused the user or password. → Correct them in SMTP_URL`,
  ])
  expect(await complaints({ SMTP_URL: undefined })).toEqual([
    'mail: neither SMTP_URL nor RESEND_API_KEY is set. → Set one of them',
  ])
})

test('accepts a full key and a sending key of Resend, and finds a refused one', async () => {
  const answers: Record<string, [number, string]> = {
    'Bearer full': [200, ''],
    'Bearer sending': [401, 'restricted_api_key'],
  }
  const server = createServer((request, response) => {
    const [status, name] = answers[request.headers.authorization ?? ''] ?? [401, 'invalid_api_key']
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ name }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const resend = { SMTP_URL: undefined, RESEND_BASE_URL: `http://127.0.0.1:${port}` }
  expect(await complaints({ ...resend, RESEND_API_KEY: 'full' })).toEqual([])
  expect(await complaints({ ...resend, RESEND_API_KEY: 'sending' })).toEqual([])
  expect(await complaints({ ...resend, RESEND_API_KEY: 'unknown' })).toEqual([
    `mail: Resend at 127.0.0.1:${port} refused the key (401). → Correct RESEND_API_KEY`,
  ])
  server.close()
})

test('finds an issuer of operators that is half set, silent or another one', async () => {
  const provider = await startProvider('http://localhost')
  const set = {
    OPERATOR_SIGN_IN_ISSUER: provider.issuer,
    OPERATOR_SIGN_IN_CLIENT_ID: 'entente',
    OPERATOR_SIGN_IN_CLIENT_SECRET: 'seven-lamps',
  }
  expect(await complaints({ ...set, OPERATOR_SIGN_IN_FACTORS: 'amr:mfa' })).toEqual([])
  expect(await complaints({ ...set, OPERATOR_SIGN_IN_CLIENT_ID: undefined })).toEqual([
    'operator sign-in: OPERATOR_SIGN_IN_CLIENT_ID is not set. → Set all three, or none to let operators sign in with passwords alone',
  ])
  const place = new URL(provider.issuer).host
  const impostor = { ...set, OPERATOR_SIGN_IN_ISSUER: `${provider.issuer}/elsewhere` }
  expect(await complaints(impostor)).toEqual([
    `operator sign-in: the issuer at ${place} cannot be used (not_openid). → Correct OPERATOR_SIGN_IN_ISSUER: it is the issuer that the configuration below it names`,
  ])
  await provider.stop()
  expect(await complaints(set)).toEqual([
    `operator sign-in: the issuer at ${place} cannot be used (no_answer). → Start it, allow outgoing connections, or correct OPERATOR_SIGN_IN_ISSUER`,
  ])
})

test('speaks TLS with the database, and refuses a server that it cannot verify', async () => {
  const authority = await instance.withTls()
  const verified = (file: string) =>
    databaseAt(`@${environment.DATABASE_URL?.split('@')[1]}?sslmode=verify-full&sslrootcert=${file}`)
  expect(await complaints(verified(authority))).toEqual([])
  const stranger = path.join(instance.dir, 'stranger.pem')
  writeFileSync(stranger, (await generate([{ name: 'commonName', value: '127.0.0.1' }])).cert)
  expect(await complaints(verified(stranger))).toEqual(
    ['API', 'worker'].map(
      (name) =>
        `database as ${name}: the server's certificate cannot be verified (DEPTH_ZERO_SELF_SIGNED_CERT). → Name the file of its authority in the URL: ?sslmode=verify-full&sslrootcert=/etc/entente/database-ca.pem`,
    ),
  )
})
