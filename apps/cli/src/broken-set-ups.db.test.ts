// Set-ups as they go wrong in real life, each with everything that the doctor says and advises.
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@entente/testkit/ports'
import { findRedis, startRedis } from '@entente/testkit/redis'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { type Environment, entente, givenInstance } from '../testing/instance.ts'

const instance = await givenInstance()
const { environment } = instance
const file = (name: string) => path.join(instance.dir, name)
const port = await freePort()

beforeAll(async () => {
  expect((await entente(environment, 'migrate')).code).toBe(0)
  await instance.asOwner(
    'entente',
    `insert into worker_pulse (worker, started_at, seen_at, facts) values (gen_random_uuid(), now(), now(), '{}')`,
  )
})
afterAll(() => instance.stop())

async function redisWith(settings: Record<string, string>): Promise<Environment> {
  const server = await startRedis({ settings })
  onTestFinished(() => server.stop())
  return { REDIS_URL: server.url }
}

type SetUp = {
  name: string
  needsRedis?: boolean
  given: () => Environment | Promise<Environment>
  says: string[]
}

const setUps: SetUp[] = [
  {
    name: 'nothing is wrong',
    given: () => ({}),
    says: [],
  },
  {
    name: 'API and worker have each other’s database URL',
    given: () => ({
      DATABASE_URL: environment.DATABASE_DIRECT_URL,
      DATABASE_DIRECT_URL: environment.DATABASE_URL,
    }),
    says: [
      'database as API: logs in as entente_worker',
      '→ Name entente_api in DATABASE_URL',
      'database as worker: logs in as entente_api',
      '→ Name entente_worker in DATABASE_DIRECT_URL',
    ],
  },
  {
    name: 'the API logs in as the superuser of the migrations',
    given: () => ({ DATABASE_URL: environment.DATABASE_OWNER_URL }),
    says: [
      'database as API: entente_owner has privileges of its own, so row-level security does not bind it',
      '→ Log in as entente_api and entente_worker, which migrations create',
    ],
  },
  {
    name: 'an upgrade forgot the migrations',
    given: () =>
      instance.altered('forgotten', `delete from kysely_migration where name = '0160_customers_by_name'`),
    says: ['migrations: pending: 0160_customers_by_name', '→ Run: entente migrate'],
  },
  {
    name: 'an old build runs on a newer database',
    given: () => instance.altered('newer', `insert into kysely_migration values ('9998_newer', 'now')`),
    says: [
      'migrations: the database is ahead of this build: 9998_newer',
      '→ Run the newer build; an older one serves only while it is being replaced',
    ],
  },
  {
    name: 'the settings of one cloud lead to the database of another',
    given: () => ({ CLOUD: 'us-government' }),
    says: [
      'cloud: CLOUD is us-government, but the database belongs to global',
      '→ Correct CLOUD or the database URLs: an instance never changes its cloud',
    ],
  },
  {
    name: 'the keys file was copied for everybody to read',
    given: () => {
      const open = file('copied.json')
      copyFileSync(instance.keys, open)
      chmodSync(open, 0o644)
      return { ENTENTE_KEYS_FILE: open }
    },
    says: [
      `keys file: ${file('copied.json')} has mode 644: others can read it`,
      `→ chmod 600 ${file('copied.json')}`,
    ],
  },
  {
    name: 'Redis is a cache that evicts',
    needsRedis: true,
    given: () => redisWith({ 'maxmemory-policy': 'allkeys-lru' }),
    says: ['queue: Redis at <redis> evicts jobs (allkeys-lru)', '→ Set maxmemory-policy noeviction'],
  },
  {
    name: 'Redis forgets what it holds',
    needsRedis: true,
    given: () => redisWith({ appendonly: 'no' }),
    says: ['queue: Redis at <redis> forgets jobs when it restarts', '→ Set appendonly yes'],
  },
  {
    name: 'the mail server’s port is that of another protocol',
    given: () => ({ SMTP_URL: `smtps://user:smtp-secret@127.0.0.1:${port}` }),
    says: [`mail: no SMTP server answers at 127.0.0.1:${port} (ESOCKET)`, '→ Start it, or correct SMTP_URL'],
  },
  {
    name: 'the origins were left on plain http',
    given: () => ({ PARTNER_URL: 'http://partner.example.com' }),
    says: ['settings: PARTNER_URL is not https', '→ Set PARTNER_URL, such as https://partner.example.com'],
  },
  {
    name: 'the machine’s clock runs ahead',
    given: () => {
      const now = Date.now()
      vi.spyOn(Date, 'now').mockReturnValue(now + 20_000)
      onTestFinished(() => void vi.restoreAllMocks())
      return {}
    },
    says: ['clock: <seconds> s off from the database', '→ Synchronise both clocks with NTP'],
  },
  {
    name: 'a file lies where the audit heads should go',
    given: () => {
      writeFileSync(file('heads'), '')
      return { AUDIT_HEADS_FOLDER: file('heads/audit') }
    },
    says: [
      `folders: AUDIT_HEADS_FOLDER: ${file('heads')} is no folder`,
      '→ Remove it, or name another folder in AUDIT_HEADS_FOLDER',
    ],
  },
  {
    name: 'an override file keeps the audit for too short a time',
    given: () => {
      writeFileSync(file('short.json'), JSON.stringify({ retention: { auditYears: 1 } }))
      return { CLOUD_OVERRIDES_FILE: file('short.json') }
    },
    says: [
      `overrides file: ${file('short.json')}: retention.auditYears must be at least 7, as the cloud global asks for`,
      '→ Correct it: no process starts with it (docs/operations.md, What an instance changes)',
    ],
  },
]

test.for(setUps)('$name', async ({ needsRedis, given, says }, { skip }) => {
  if (needsRedis && !findRedis()) skip('redis-server is not installed')
  const { code, lines } = await entente({ ...environment, ...(await given()) }, 'doctor')
  const found = lines.flatMap((line, at) =>
    line.startsWith('WRONG') ? [`${line.slice(9, 28).trim()}: ${line.slice(29)}`, lines[at + 1]?.trim()] : [],
  )
  const known = found.map((line) =>
    line
      ?.replace(/Redis at 127\.0\.0\.1:\d+/, 'Redis at <redis>')
      .replace(/(19|20) s off/, '<seconds> s off'),
  )
  expect(known).toEqual(says)
  expect(code).toBe(says.length === 0 ? 0 : 1)
})
