// The instance under test: one durable PostgreSQL, two APIs behind a balancer, two workers, a mail provider and a mail
// server. As a cluster it has standbys of PostgreSQL, PgBouncer before the APIs and a Redis Cluster besides.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteHashSettings } from '@entente/auth/site-secret'
import { type FakeResend, startFakeResend } from '@entente/testkit/fake-resend'
import { freePort } from '@entente/testkit/ports'
import { waitFor } from '@entente/testkit/wait'
import { siteSecrets } from './acts.ts'
import { startBalancer } from './balancer.ts'
import { type DatabasePart, keepDatabase, keepPooler, keepProgram, type Part } from './parts.ts'
import { type PointPlan, planPoints } from './points.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { keepReplicated } from './replicated.ts'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'
import { unfinished, withQuery } from './verdict.ts'
import { asRole, givenWorld, type World } from './world.ts'

export type Instance = {
  ownerUrl: string
  /** Where clients call the API: the balancer. */
  apiUrl: string
  world: World
  database: DatabasePart
  /** Between the APIs and the database, in a cluster. */
  pooler: Part | undefined
  apis: Part[]
  workers: Part[]
  resend: FakeResend
  smtp: SmtpSink
  /** At which points workers kill themselves, and how often they did. */
  points: PointPlan
  /** The ids of all mails so far. */
  mailIds: () => Promise<Set<string>>
  /** Sends mails by SMTP from now on. No mail may be in progress. */
  switchToSmtp: () => Promise<void>
  /** Waits until all jobs are done and all audit records sealed; returns how many milliseconds that took. */
  quiet: () => Promise<number>
  stop: () => Promise<void>
}

const quietMsMax = 180_000

/** Starts everything; `lockMs` is how long a worker may be silent before another takes over its jobs. */
export async function startInstance(
  folder: string,
  { partnerCount, lockMs, cluster }: { partnerCount: number; lockMs: number; cluster: boolean },
): Promise<Instance> {
  const started: { stop: () => Promise<void> }[] = []
  const keep = <T extends { stop: () => Promise<void> }>(part: T): T => {
    started.unshift(part)
    return part
  }
  const stop = async () => {
    for (const part of started) await part.stop()
  }
  try {
    const database = keep(
      cluster ? await keepReplicated(folder) : await keepDatabase(path.join(folder, 'pg')),
    )
    const redis = cluster ? keep(await startRedisCluster()) : undefined
    const ownerUrl = database.url()
    const pooler = cluster ? keep(await keepPooler(ownerUrl)) : undefined
    const apiUrl = asRole(ownerUrl, 'entente_api')
    const world = await givenWorld(ownerUrl, folder, partnerCount)
    const resend = keep(await startFakeResend((mail) => ({ ...mail, text: '', html: '' })))
    const smtp = keep(await startSmtpSink())
    let transport: Record<string, string> = { RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url }
    const sites = {
      PARTNER_URL: 'http://localhost:1',
      CUSTOMER_URL: 'http://localhost:2',
      OPERATOR_URL: 'http://localhost:3',
      MAIL_FROM: 'Entente <no-reply@entente.example>',
      OPERATOR_EMAIL: 'support@entente.example',
    }
    const common = {
      ...{ CLOUD: 'global', ENTENTE_KEYS_FILE: world.keysFile, LOG_LEVEL: 'error', ...sites },
      ...(redis && { REDIS_URL: redis.url }),
      NODE_OPTIONS: `--import=${pathToFileURL(path.join(import.meta.dirname, 'dying.ts')).href}`,
      // Most of the run goes into starting processes, and a third of that into compiling the same code again.
      NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
    }
    const points = planPoints()
    const onLine = (line: string) => appendFileSync(path.join(folder, 'log'), `${line}\n`)
    const apiPorts = [await freePort(), await freePort()]
    const apiEnv = () => ({
      ...{ ...common, ...siteHashSettings(siteSecrets) },
      // Debian's PgBouncer does not know prepared statements.
      ...(pooler
        ? { DATABASE_URL: pooler.through(apiUrl), DATABASE_PREPARED: 'off' }
        : { DATABASE_URL: apiUrl }),
    })
    const workerEnv = (name: string) => ({
      ...common,
      DATABASE_DIRECT_URL: asRole(ownerUrl, 'entente_worker'),
      AUDIT_HEADS_FOLDER: `${world.keysFile}.audit-heads`,
      JOB_LOCK_MS: String(lockMs),
      ...transport,
      ...points.environment(name),
    })
    const startWorker = async (name: string) =>
      keepProgram({
        ...{ name, kind: 'worker', port: await freePort() },
        env: () => workerEnv(name),
        onLine(line) {
          points.onLine(name, line)
          onLine(line)
        },
      })
    const [apis, workers] = await Promise.all([
      Promise.all(
        apiPorts.map((port, index) =>
          keepProgram({ name: `API ${index + 1}`, kind: 'api', port, env: apiEnv, onLine }).then(keep),
        ),
      ),
      Promise.all(['worker 1', 'worker 2'].map((name) => startWorker(name).then(keep))),
    ])
    const balancer = keep(await startBalancer(apiPorts))
    const everyPart: Part[] = [database, ...(pooler ? [pooler] : []), ...apis, ...workers]
    return {
      ...{
        ownerUrl,
        apiUrl: balancer.url,
        world,
        database,
        pooler,
        apis,
        workers,
        resend,
        smtp,
        points,
        stop,
      },
      mailIds: () =>
        withQuery(ownerUrl, async (query) => {
          const rows = await query(`select id from outbox where name like 'mail.%'`)
          return new Set(rows.map(({ id }) => String(id)))
        }),
      async switchToSmtp() {
        // A job taken over from a worker that is only slow would be sent twice: SMTP has no idempotency keys.
        transport = { SMTP_URL: smtp.url, JOB_LOCK_MS: String(Math.max(lockMs, 2500)) }
        for (const worker of workers) worker.kill()
        await waitFor(() => workers.every((worker) => worker.isUp()), {
          timeoutMs: 60_000,
          what: 'the workers',
        })
      },
      async quiet() {
        const began = performance.now()
        await waitFor(() => everyPart.every((part) => part.isUp()), { timeoutMs: 60_000, what: 'every part' })
        await waitFor(
          async () => {
            const { waiting, jobs, unsealed } = await unfinished(ownerUrl)
            return waiting + jobs + unsealed + ((await redis?.jobs()) ?? 0) === 0
          },
          { timeoutMs: quietMsMax, intervalMs: 100, what: 'all jobs and seals' },
        ).catch(() => undefined) // a check reports it
        return performance.now() - began
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
