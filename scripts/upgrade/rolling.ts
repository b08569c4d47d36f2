// "Without downtime" of docs/operations.md: people act on the previous release while our migrations run and its processes are
// replaced by ours, worker first, sites last. The acts are the previous release's, as its sites send them; besides, somebody does the main job
// at the sites, where a form of one release may reach the other.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { siteHashSettings } from '@entente/auth/site-secret'
import { listMigrations, migrate } from '@entente/db/core/migrate'
import { type Audience, audiences } from '@entente/domain/core/audience'
import { migrateQueue } from '@entente/queue/migrate-queue'
import { sized } from '@entente/testkit/full'
import { startPg } from '@entente/testkit/pg'
import { freePort } from '@entente/testkit/ports'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { startBalancer } from '../crash/balancer.ts'
import { newWalks, walkUntil } from '../crash/main-job.ts'
import { placeSites, siteEnv, siteFile } from '../crash/sites.ts'
import { startSmtpSink } from '../crash/smtp-sink.ts'
import {
  type Check,
  checkAcknowledged,
  checkChains,
  checkWhole,
  unfinished,
  withQuery,
} from '../crash/verdict.ts'
import { type Environment, type Started, startProgram } from '../process.ts'
import { build } from '../start/build.ts'
import { type PreviousRelease, previous } from './previous-release.ts'

const clients = 4
const relationships = sized(2000, 200_000)
const records = sized(2000, 100_000)
/** What an act may take while a migration holds a lock; a site waits longer. */
const actMsMax = 5000

type Rolling = { checks: Check[]; figures: string[] }

export async function upgradeUnderLoad({ load, buildSites }: PreviousRelease): Promise<Rolling> {
  const acts = await load<typeof import('../crash/acts.ts')>('scripts/crash/acts.ts')
  const world = await load<typeof import('../crash/world.ts')>('scripts/crash/world.ts')
  const before = await load<typeof import('../process.ts')>('scripts/process.ts')
  await Promise.all([buildSites(), build()])
  const folder = mkdtempSync(path.join(tmpdir(), 'entente-upgrade-'))
  const stops: (() => Promise<void>)[] = []
  const said: string[] = []
  try {
    const database = await startPg({ dir: path.join(folder, 'pg') })
    stops.unshift(() => database.stop())
    const ownerUrl = database.url()
    const people = await world.givenWorld(ownerUrl, folder, 24)
    await withQuery(ownerUrl, (query) => fill(query, people.partners[0]?.id ?? ''))
    const smtp = await startSmtpSink()
    stops.unshift(() => smtp.stop())
    const places = await placeSites()
    stops.unshift(() => places.stop())
    const settings = {
      ...{ CLOUD: 'global', ENTENTE_KEYS_FILE: people.keysFile, LOG_LEVEL: 'error', SMTP_URL: smtp.url },
      ...{
        PARTNER_URL: places.urls.partner,
        CUSTOMER_URL: places.urls.customer,
        OPERATOR_URL: places.urls.operator,
      },
      ...{ MAIL_FROM: 'Entente <no-reply@entente.example>', OPERATOR_EMAIL: 'support@entente.example' },
      ...siteHashSettings(acts.siteSecrets),
      DATABASE_URL: world.asRole(ownerUrl, 'entente_api'),
      DATABASE_DIRECT_URL: world.asRole(ownerUrl, 'entente_worker'),
      AUDIT_HEADS_FOLDER: path.join(folder, 'audit-heads'),
    }
    const start = async (
      by: typeof startProgram,
      file: string,
      port: number,
      env: Environment = {},
    ): Promise<Started> => {
      const program = by(file, { ...settings, ...env, PORT: String(port) }, (line) => {
        if (!/"level":"?(info|30)\b/.test(line)) said.push(line)
      })
      stops.unshift(() => program.stop())
      await waitForHttp(`http://127.0.0.1:${port}/readyz`, { timeoutMs: 60_000 })
      return program
    }
    const ports = { oldApi: await freePort(), newApi: await freePort() }
    const [api, worker] = ['apps/api/src/main.ts', 'apps/worker/src/main.ts']
    const oldWorker = await start(before.startProgram, worker, await freePort())
    const oldApi = await start(before.startProgram, api, ports.oldApi)
    const balancer = await startBalancer([ports.oldApi, ports.newApi])
    stops.unshift(() => balancer.stop())
    const startSite = (by: typeof startProgram, audience: Audience, place: 0 | 1) =>
      start(by, siteFile(audience), places.ports[audience][place] ?? 0, {
        ...siteEnv(audience, places.urls, acts.siteSecrets[audience]),
        API_URL: balancer.url,
      })
    const oldSites = await Promise.all(
      audiences.map((audience) => startSite(before.startProgram, audience, 0)),
    )

    const ledger = acts.newLedger()
    let isOver = false
    const acting = Promise.all(
      Array.from({ length: clients }, () => acts.actUntil(() => isOver, people, balancer.url, ledger)),
    )
    const walks = newWalks()
    const mailedLink = (address: string) => smtp.links.get(address)
    const walking = walkUntil(() => isOver, { world: people, urls: places.urls, mailedLink }, walks, ledger)
    await sleep(3000)
    const began = performance.now()
    await migrate(ownerUrl, 'global')
    await migrateQueue(ownerUrl)
    const migrated = performance.now()
    await sleep(3000)
    await start(startProgram, worker, await freePort())
    await oldWorker.stop()
    await start(startProgram, api, ports.newApi)
    await sleep(2000)
    await oldApi.stop()
    for (const [at, audience] of audiences.entries()) {
      await startSite(startProgram, audience, 1)
      await sleep(2000)
      await oldSites[at]?.stop()
    }
    const replaced = performance.now()
    const walked = walks.done
    await sleep(3000)
    isOver = true
    await Promise.all([acting, walking])
    await waitFor(async () => Object.values(await unfinished(ownerUrl)).every((count) => count === 0), {
      timeoutMs: 120_000,
      intervalMs: 100,
      what: 'all jobs and seals',
    }).catch(() => undefined) // a check below reports it

    const { check: chains } = await checkChains(ownerUrl, people.operator.id)
    // What the instance was filled with came from no act, so no check asks for it.
    await withQuery(ownerUrl, (query) =>
      query(`set session_replication_role = replica; delete from relationship where origin = 'import'`),
    )
    const { checks, times } = await withQuery(ownerUrl, async (query) => ({
      checks: [...(await checkAcknowledged(query, ledger, people)), ...(await checkWhole(query))],
      times: await query(
        `select name, timestamp from kysely_migration where name > '${previous.lastMigration}' order by timestamp`,
      ),
    }))
    const during = ledger.acts.filter(({ endedAt, ms }) => endedAt > began && endedAt - ms < migrated)
    const slowest = Math.max(0, ...during.map(({ ms }) => ms))
    const later = ledger.acts.filter(({ endedAt }) => endedAt > replaced)
    const ends = [...times.map(({ timestamp }) => Date.parse(String(timestamp)))]
    const steps = times.map(({ name }, at) => ({
      name,
      ms: at === 0 ? undefined : (ends[at] ?? 0) - (ends[at - 1] ?? 0),
    }))
    const longest = steps.reduce((one, other) => ((other.ms ?? 0) > (one.ms ?? 0) ? other : one))
    const names = await listMigrations()
    return {
      checks: [
        { what: 'no act failed', wrong: ledger.failures },
        {
          what: `no act waited longer than ${actMsMax} ms for a migration`,
          wrong: slowest > actMsMax ? [`${slowest} ms`] : [],
        },
        {
          what: 'acts went on under the migrations, and on the new processes',
          wrong: during.length > 0 && later.length > 0 ? [] : ['none'],
        },
        {
          what: 'the main job at the sites went on, and on the new sites, without a page that had to be asked for again',
          wrong: [
            ...walks.failures,
            ...walks.stale,
            ...walks.again,
            ...(walked > 0 && walks.done > walked ? [] : [`${walked} and ${walks.done - walked} times`]),
          ],
        },
        {
          what: 'every migration was applied',
          wrong:
            names.length - times.length === names.indexOf(previous.lastMigration) + 1
              ? []
              : ['some are missing'],
        },
        { what: 'no process logged an error', wrong: said },
        ...checks,
        chains,
      ],
      figures: [
        `${relationships} relationships, ${records} audit records, ${clients} clients, ${ledger.acts.length} acts`,
        `migrations: ${times.length} in ${(migrated - began).toFixed()} ms; the longest, ${longest.name}, took ${longest.ms} ms with its waits; no lock was held longer`,
        `slowest act meanwhile: ${slowest.toFixed()} ms; acts after everything was replaced: ${later.length}`,
        `the main job at the sites: ${walked} times, then ${walks.done - walked} on the new ones; slowest page ${walks.slowestMs.toFixed()} ms`,
      ],
    }
  } finally {
    for (const stop of stops) await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The tables that grow, as they are in an instance that has run for a while. */
async function fill(
  query: (text: string, values?: unknown[]) => Promise<unknown>,
  partnerId: string,
): Promise<void> {
  await query(
    `with named as materialized (select uuidv7() as customer, uuidv7() as relationship, uuidv7() as change,
        'word' || n as name from generate_series(1, $2::int) n),
      organisations as (insert into organisation (id, kind, legal_name, country, created_at)
        select customer, 'customer', name, 'FR', now() from named)
      insert into relationship (id, customer_id, partner_id, status, origin, since,
          customer_name, customer_country, sort_key, services, change_id)
        select relationship, customer, $1, 'active', 'import', now(), name, 'FR', name, '{}', change from named`,
    [partnerId, relationships],
  )
  await query(
    `insert into audit_record (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, payload_digest, occurred_at)
      select uuidv7(), $1, uuidv7(), 'system', null, '{}', 'relationship_request.sent', '{}', sha256('{}'), now()
      from generate_series(1, $2::int)`,
    [partnerId, records],
  )
}
