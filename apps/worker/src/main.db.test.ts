import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asTenant } from '@entente/db/core/scopes'
import { freshDatabase } from '@entente/db/testing'
import { givenPartner } from '@entente/db/testing/fixtures'
import { enqueue } from '@entente/queue/enqueue'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { freePort } from '@entente/testkit/ports'
import { findRedis, startRedis } from '@entente/testkit/redis'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenRequest } from '../testing/given.ts'
import { openInbox } from '../testing/inbox.ts'
import { sites } from '../testing/index.ts'
import { concurrency } from './concurrency.ts'

const database = await freshDatabase()
await migrateQueue(database.urls.owner)
const inbox = await openInbox()
const folder = mkdtempSync(path.join(tmpdir(), 'entente-worker-'))
const keysFile = path.join(folder, 'keys.json')
const ring = [{ kid: 'k1', key: randomBytes(32).toString('base64') }]
writeFileSync(keysFile, JSON.stringify({ link: ring, session: ring, data: ring, audit: ring }))
const port = await freePort()
const children: ChildProcess[] = []

const environment = {
  PATH: '/usr/bin:/bin',
  CLOUD: 'global',
  DATABASE_DIRECT_URL: database.urls.worker,
  ENTENTE_KEYS_FILE: keysFile,
  PORT: String(port),
  PARTNER_URL: sites.partner,
  CUSTOMER_URL: sites.customer,
  OPERATOR_URL: sites.operator,
  AUDIT_HEADS_FOLDER: path.join(folder, 'audit-heads'),
  SMTP_URL: inbox.url,
  MAIL_FROM: 'Entente <no-reply@entente.example>',
  OPERATOR_EMAIL: 'support@entente.example',
}

/** Starts the real process and keeps its log. */
function start(changes: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { ...environment, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, said: () => said, exit }
}

/** What a mutation of the partner writes: an audit record and a job, in one transaction. */
async function sendRequest(partner: Awaited<ReturnType<typeof givenPartner>>, address: string) {
  const { recipientId } = await givenRequest(database, partner, { address })
  await asTenant(
    database.api,
    { organisationId: partner.id, audience: 'partner', personId: partner.person.id },
    async (db) => {
      const now = new Date()
      const person = { kind: 'person', accountId: partner.person.id, roles: [] } as const
      const actor = { ...person, requestId: newId() }
      await insertAudit(
        db,
        actor,
        [{ organisationId: partner.id, action: 'relationship_request.sent', payload: {} }],
        now,
      )
      await enqueue(db, [{ name: 'mail.request-sent', data: { partnerId: partner.id, recipientId } }], now)
    },
  )
}

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await inbox.close()
  rmSync(folder, { recursive: true })
})

test('on a database without a queue it ends at once and says what to run', async () => {
  const { urls } = await freshDatabase()
  const { exit, said } = start({ DATABASE_DIRECT_URL: urls.worker })
  expect(await exit).toBe(1)
  expect(said()).toContain("The queue's schema is missing. Run: entente migrate")
})

describe('the worker process', () => {
  let worker: ReturnType<typeof start>
  beforeAll(async () => {
    worker = start()
    await waitForHttp(`http://127.0.0.1:${port}/readyz`)
  })

  test('R20 a committed job is sent, and R17 its audit record sealed, within 5 seconds each', async () => {
    const partner = await givenPartner(database.api)
    await sendRequest(partner, 'ada@contoso.example')
    await waitFor(() => inbox.mails.length > 0, { timeoutMs: 5000, what: 'the mail' })
    const isSealed = async () => (await database.asOwner('select from audit_seal')).length > 0
    await waitFor(isSealed, { timeoutMs: 5000, what: 'the seal' })
    expect(inbox.mails.map(({ envelope }) => envelope.to)).toEqual([['ada@contoso.example']])
  })

  test('R17 signs the ends of the chains, to a file and to the log', async () => {
    await waitFor(() => worker.said().includes('audit heads signed'), { what: 'the signed heads' })
    expect(readdirSync(path.join(folder, 'audit-heads'))).toEqual([
      expect.stringMatching(/^audit-heads-\d{4}-\d{2}-\d{2}\.jsonl$/),
    ])
  })

  test('logs neither addresses nor links', async () => {
    await waitFor(() => worker.said().includes('"done"'))
    expect(worker.said()).not.toMatch(/@|invitation/)
  })

  const addresses = Array.from({ length: concurrency.mail + 8 }, (_, at) => `person-${at}@contoso.example`)
  const jobsIn = (state: string) =>
    database.asOwner('select from bullmq.job where name = $1 and state = $2', ['mail.request-sent', state])

  test('R19 on SIGTERM it finishes the jobs that run and exits within 5 seconds', async () => {
    const partner = await givenPartner(database.api)
    const release = inbox.hold()
    for (const address of addresses) await sendRequest(partner, address)
    const isBusy = async () => (await jobsIn('active')).length === concurrency.mail
    await waitFor(isBusy, { timeoutMs: 10_000, what: 'as many running jobs as there can be' })
    const startedAt = performance.now()
    worker.child.kill('SIGTERM')
    await waitFor(() => worker.said().includes('stopping'), { intervalMs: 5, what: 'the end to begin' })
    expect(inbox.mails).toHaveLength(1)
    release()
    expect(await worker.exit).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(5000)
    expect(worker.said()).toContain('stopped')
    expect(await jobsIn('active')).toEqual([])
    expect(inbox.mails.length).toBeGreaterThan(concurrency.mail)
    expect(await jobsIn('completed')).toHaveLength(inbox.mails.length)
  })

  test('R1 the next process sends the mails that waited, each once', async () => {
    const next = start()
    const all = ['ada@contoso.example', ...addresses]
    await waitFor(() => inbox.mails.length >= all.length, { timeoutMs: 10_000, what: 'the other mails' })
    next.child.kill('SIGTERM')
    expect(await next.exit).toBe(0)
    expect(inbox.mails.flatMap(({ envelope }) => envelope.to).toSorted()).toEqual(all.toSorted())
  })

  test.skipIf(!findRedis())(
    'R1 with REDIS_URL the queues live in Redis and close with the process',
    async () => {
      const redis = await startRedis()
      const inDatabase = await database.asOwner('select id from bullmq.job order by id')
      const onRedis = start({ REDIS_URL: redis.url })
      await sendRequest(await givenPartner(database.api), 'redis@contoso.example')
      const arrived = () => inbox.mails.some(({ envelope }) => envelope.to.includes('redis@contoso.example'))
      await waitFor(arrived, { timeoutMs: 10_000, what: 'the mail' })
      const pulse = `select from worker_pulse where facts->>'backend' = 'redis'`
      await waitFor(async () => (await database.asOwner(pulse)).length > 0, {
        what: 'a pulse that names Redis',
      })
      onRedis.child.kill('SIGTERM')
      expect(await onRedis.exit).toBe(0)
      expect(onRedis.said()).toContain('stopped')
      expect(await database.asOwner('select id from bullmq.job order by id')).toEqual(inDatabase)
      await redis.stop()
    },
  )

  test('refuses another cloud’s database, a role with rights of its own, a keys file that lacks keys in use, and a wrong setting', async () => {
    const other = path.join(folder, 'other.json')
    const wrong = [{ kid: 'k2', key: randomBytes(32).toString('base64') }]
    writeFileSync(other, JSON.stringify({ link: wrong, session: ring, data: ring }))
    for (const [changes, sentence] of [
      [{ CLOUD: 'germany' }, 'the database belongs to global'],
      [{ DATABASE_DIRECT_URL: database.urls.owner }, 'has rights of its own'],
      [{ ENTENTE_KEYS_FILE: other }, 'lacks the link keys k1'],
      [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL is missing or not valid, such as'],
    ] as const) {
      const refused = start(changes)
      expect(await refused.exit).not.toBe(0)
      expect(refused.said()).toContain(sentence)
    }
  })
})
