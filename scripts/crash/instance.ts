// The instance under test: one durable PostgreSQL, two APIs behind a balancer, two workers, a mail provider and a mail
// server. As a cluster it has standbys of PostgreSQL, from one of which lists are read, PgBouncer before the APIs, a Redis
// Cluster, and two processes of each site besides.
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteHashSettings } from '@entente/auth/site-secret'
import { type Audience, audiences } from '@entente/domain/core/audience'
import { type FakeResend, startFakeResend } from '@entente/testkit/fake-resend'
import { freePort } from '@entente/testkit/ports'
import { waitFor } from '@entente/testkit/wait'
import { siteSecrets } from './acts.ts'
import { startBalancer } from './balancer.ts'
import { type DatabasePart, keepDatabase, keepPooler, keepProgram, type Part } from './parts.ts'
import { type PointPlan, planPoints } from './points.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { keepReplicated } from './replicated.ts'
import { keepSite, placeSites } from './sites.ts'
import { invitationIn, type SmtpSink, startSmtpSink } from './smtp-sink.ts'
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
  /** In a cluster: two processes of each site, behind a balancer of its own. */
  sites: { urls: Record<Audience, string>; twins: { audience: Audience; twins: Part[] }[] } | undefined
  resend: FakeResend
  smtp: SmtpSink
  /** At which points workers kill themselves, and how often they did. */
  points: PointPlan
  /** The link of the invitation that an address was sent. */
  mailedLink: (address: string) => string | undefined
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
    const links = new Map<string, string>()
    const resend = keep(
      await startFakeResend((mail) => {
        const link = invitationIn(mail.text)
        if (link) links.set(mail.to, link)
        return { ...mail, text: '', html: '' }
      }),
    )
    const smtp = keep(await startSmtpSink())
    let transport: Record<string, string> = { RESEND_API_KEY: 're_test', RESEND_BASE_URL: resend.url }
    const places = cluster ? keep(await placeSites()) : undefined
    const origins = {
      PARTNER_URL: places?.urls.partner ?? 'http://localhost:1',
      CUSTOMER_URL: places?.urls.customer ?? 'http://localhost:2',
      OPERATOR_URL: places?.urls.operator ?? 'http://localhost:3',
    }
    const sender = {
      MAIL_FROM: 'Entente <no-reply@entente.example>',
      OPERATOR_EMAIL: 'support@entente.example',
    }
    const common = {
      ...{ CLOUD: 'global', ENTENTE_KEYS_FILE: world.keysFile, LOG_LEVEL: 'error', ...origins, ...sender },
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
      ...(database.replica && { DATABASE_REPLICA_URL: asRole(database.replica.url(), 'entente_api') }),
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
        ...{ name, kind: 'worker', file: 'apps/worker/src/main.ts', port: await freePort() },
        env: () => workerEnv(name),
        onLine(line) {
          points.onLine(name, line)
          onLine(line)
        },
      })
    const [apis, workers] = await Promise.all([
      Promise.all(
        apiPorts.map((port, index) =>
          keepProgram({
            ...{ name: `API ${index + 1}`, kind: 'api', file: 'apps/api/src/main.ts', port },
            ...{ env: apiEnv, onLine },
          }).then(keep),
        ),
      ),
      Promise.all(['worker 1', 'worker 2'].map((name) => startWorker(name).then(keep))),
    ])
    const balancer = keep(await startBalancer(apiPorts))
    const siteEnv = { ...common, API_URL: balancer.url }
    const sites = places && {
      urls: places.urls,
      twins: await Promise.all(
        audiences.map(async (audience) => ({
          audience,
          twins: (await keepSite(audience, places, siteEnv, onLine)).map(keep),
        })),
      ),
    }
    const everyPart: Part[] = [
      ...[database, ...(pooler ? [pooler] : []), ...apis, ...workers],
      ...(sites?.twins.flatMap(({ twins }) => twins) ?? []),
    ]
    return {
      ...{
        ownerUrl,
        apiUrl: balancer.url,
        world,
        database,
        pooler,
        apis,
        workers,
        sites,
        resend,
        smtp,
        points,
        stop,
      },
      mailedLink: (address) => links.get(address) ?? smtp.links.get(address),
      mailIds: () =>
        withQuery(ownerUrl, async (query) => {
          const rows = await query(`select id from outbox where name like 'mail.%'`)
          return new Set(rows.map(({ id }) => String(id)))
        }),
      async switchToSmtp() {
        // A job taken over from a worker that is only slow would be sent twice: SMTP has no idempotency keys.
        transport = { SMTP_URL: smtp.url, JOB_LOCK_MS: String(Math.max(lockMs, 4000)) }
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
