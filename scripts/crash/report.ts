import type { Ledger } from './acts.ts'
import type { Instance } from './instance.ts'
import type { Kill, Redundancy } from './killing.ts'
import type { Walks } from './main-job.ts'
import { type CrashPoint, crashPoints } from './points.ts'
import {
  type Check,
  checkAcknowledged,
  checkChains,
  checkMails,
  checkWhole,
  type MailFigures,
  withQuery,
} from './verdict.ts'

const serviceMsMax = 3000
const triesMax = 2
/** U25, on a machine that does much else. */
const toldMsMax = 8000
const names = {
  worker: 'a worker, which no page needs',
  site: 'a site',
  api: 'an API',
  pooler: 'PgBouncer',
  database: 'PostgreSQL',
}
const quietMsMax = 60_000

type Run = {
  viaResend: Set<string>
  kills: Kill[]
  quietMs: number[]
  redundancy: Redundancy
  /** In a cluster: what people did at the sites before anything was killed, and while everything was. */
  watched: Walks
  walks: Walks
  /** Where workers were to be killed. */
  points: readonly CrashPoint[]
}
type Figures = {
  mails: MailFigures
  chains: { chains: number; records: number; perSecond: number }
  redundancy: Redundancy
  watched: Walks
}

/** All checks after a run. */
export async function allChecks(
  instance: Instance,
  ledger: Ledger,
  { viaResend, kills, quietMs, redundancy, watched, walks, points: wanted }: Run,
): Promise<{ checks: Check[]; figures: Figures }> {
  const { ownerUrl, world, resend, smtp, points } = instance
  const whole = merged(redundancy.ledger, ledger)
  // A worker connects directly, so neither an API nor the pooler interrupts its mails.
  const interruptions = kills.filter(({ kind }) => kind === 'worker' || kind === 'database')
  return withQuery(ownerUrl, async (query) => {
    const mails = await checkMails(query, { resend, smtp, viaResend, interruptions })
    const chains = await checkChains(ownerUrl, world.operator.id)
    return {
      checks: [
        ...(instance.sites ? checkSites({ watched, redundancy, walks }) : []),
        checkRedundancy(redundancy),
        ...(await checkAcknowledged(query, whole, world)),
        ...(await checkWhole(query)),
        ...mails.checks,
        {
          what: 'R2 a worker was killed at each named point of the mail path',
          wrong: wanted.filter((point) => !points.deaths.has(point)),
        },
        chains.check,
        ...checkRecovery(kills, quietMs, instance),
      ],
      figures: { mails: mails.figures, chains: chains.figures, redundancy, watched },
    }
  })
}

const merged = (one: Ledger, other: Ledger): Ledger => ({
  acts: [...one.acts, ...other.acts],
  refusedCustomers: [...one.refusedCustomers, ...other.refusedCustomers],
  refusals: other.refusals,
  failures: [...one.failures, ...other.failures],
})

/** A broken connection is retried once; no act and no page waits for a dead part. */
function checkRedundancy({ acts, attemptsMax, mailsMeanwhile }: Redundancy): Check {
  const wrong = [
    ...(acts === 0 ? ['no action succeeded'] : []),
    ...(attemptsMax > triesMax ? [`an action took ${attemptsMax} attempts`] : []),
    ...(mailsMeanwhile === 0 ? ['no mail was sent'] : []),
  ]
  return {
    what: 'actions and mails go on without one of each process that has a twin, with at most one retry',
    wrong,
  }
}

type AtSites = { watched: Walks; redundancy: Redundancy; walks: Walks }

/** The main job at the sites. Both processes of a site serve the same visitors, so whatever one of them kept would be missed here. */
function checkSites({ watched, redundancy, walks }: AtSites): Check[] {
  const all = [watched, redundancy.walks, walks]
  const none = (one: Walks) => (one.done === 0 ? ['nobody got through'] : [])
  const { replicaReads } = redundancy
  return [
    {
      what: 'people do the main job at two processes of each site, and an open page hears of it',
      wrong: [
        ...none(watched),
        ...watched.failures,
        ...watched.toldMs.filter((ms) => ms > toldMsMax).map((ms) => `told after ${ms.toFixed()} ms`),
        ...watched.again,
      ],
    },
    {
      what: 'they do it without one process of each site, one API and one worker',
      wrong: [
        ...none(redundancy.walks),
        ...redundancy.walks.failures,
        ...(redundancy.walks.attemptsMax > triesMax
          ? [`a page was asked for ${redundancy.walks.attemptsMax} times`]
          : []),
      ],
    },
    {
      what: 'they do it while processes of everything are killed and a standby takes over',
      wrong: [...none(walks), ...walks.failures],
    },
    {
      what: 'lists of portal and console, read from a standby, show what was acknowledged before they were asked for',
      wrong: [
        ...all.flatMap(({ stale }) => stale),
        ...(replicaReads === 0 ? ['no list was read from the standby'] : []),
      ],
    },
  ]
}

function checkRecovery(kills: Kill[], quietMs: number[], { pooler, sites }: Instance): Check[] {
  const hasPooler = pooler !== undefined
  const slow = kills.flatMap(({ serviceMs }) =>
    serviceMs !== null && serviceMs >= serviceMsMax ? [serviceMs] : [],
  )
  const late = quietMs.filter((ms) => ms >= quietMsMax)
  const kinds = [
    ...(['api', 'worker', 'database'] as const),
    ...(hasPooler ? (['pooler'] as const) : []),
    ...(sites ? (['site'] as const) : []),
  ]
  const notKilled = kinds.filter((kind) => kills.every((kill) => kill.kind !== kind))
  return [
    {
      what: `API, worker${sites ? ', sites' : ''}${hasPooler ? ', PgBouncer' : ''} and PostgreSQL were each killed`,
      wrong: notKilled.map((kind) => `no ${kind}`),
    },
    {
      what: `R4 the API answers within 3 s of the database${hasPooler ? ' and of PgBouncer' : ''}`,
      wrong: slow.map((ms) => `${ms.toFixed(0)} ms`),
    },
    { what: 'all interrupted work is done within 60 s', wrong: late.map((ms) => `${ms.toFixed(0)} ms`) },
  ]
}

/** The figures of a run, by name. */
export function figuresOf(
  { database, pooler, apis, workers, sites, resend, points }: Instance,
  { acts, refusals }: Ledger,
  kills: Kill[],
  quietMs: number[],
  { mails, chains, redundancy, watched }: Figures,
  walks: Walks,
): Record<string, string> {
  const killed = (kind: Kill['kind']) => kills.filter((kill) => kill.kind === kind).length
  const acted = (kind: string) => acts.filter((act) => act.kind === kind).length
  const serviceAfter = (kind: Kill['kind']) =>
    kills.flatMap((kill) => (kill.kind === kind ? (kill.serviceMs ?? []) : []))
  const gaps = (kind: Kill['kind']) => kills.flatMap((kill) => (kill.kind === kind ? (kill.gapMs ?? []) : []))
  const interruptions = killed('worker') + killed('database')
  return {
    kills: `${kills.length}: API ${killed('api')}, worker ${killed('worker')}, PostgreSQL ${killed('database')}${pooler ? `, PgBouncer ${killed('pooler')}, sites ${killed('site')}` : ''}`,
    'actions acknowledged': `${acts.length}: accept ${acted('accept')}, decline ${acted('decline')}, send ${acted('send')}, revoke ${acted('revoke')}`,
    'actions retried after a broken connection': String(acts.filter(({ attempts }) => attempts > 1).length),
    'actions refused': [...refusals].map(([code, count]) => `${code} ${count}`).join(', ') || '0',
    'slowest action': `${(Math.max(0, ...acts.map(({ ms }) => ms)) / 1000).toFixed(1)} s`,
    mails: `${mails.mails}: Resend ${mails.mails - mails.viaSmtp}, SMTP ${mails.viaSmtp}`,
    ...(!pooler && {
      'killed at named points': crashPoints
        .map((point) => `${point} ${points.deaths.get(point) ?? 0}`)
        .join(', '),
    }),
    'duplicate requests to Resend': String(resend.requests() - resend.deliveries.size),
    'repeated mails by SMTP': `${mails.repeats} after ${interruptions} kills of worker or PostgreSQL in the whole run`,
    'audit records verified': `${chains.records} in ${chains.chains} chains, ${chains.perSecond} a second`,
    'API restart': summaryOf(apis.flatMap(({ recoveries }) => recoveries)),
    'worker restart': summaryOf(workers.flatMap(({ recoveries }) => recoveries)),
    'PostgreSQL restart': summaryOf(database.recoveries),
    'API after PostgreSQL': summaryOf(serviceAfter('database')),
    ...(pooler && {
      'PgBouncer restart': summaryOf(pooler.recoveries),
      'API after PgBouncer': summaryOf(serviceAfter('pooler')),
    }),
    ...(sites && {
      'site restart': summaryOf(
        sites.twins.flatMap(({ twins }) => twins.flatMap(({ recoveries }) => recoveries)),
      ),
      'no page after the death of': (['worker', 'site', 'api', 'pooler', 'database'] as const)
        .map((kind) => `${names[kind]} ${summaryOf(gaps(kind))}`)
        .join('; '),
      'main job at the sites': `${walks.done} times, ${walks.again.length} pages asked for again, slowest ${(walks.slowestMs / 1000).toFixed(1)} s; without one of each ${redundancy.walks.done} times, ${redundancy.walks.again.length} again, slowest ${redundancy.walks.slowestMs.toFixed()} ms`,
      'an open page hears of an acceptance': summaryOf(watched.toldMs),
      'reads of customers on the standby': String(redundancy.replicaReads),
    }),
    'all work done after': quietMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', '),
    'without one of each': `${redundancy.acts} actions, at most ${redundancy.attemptsMax} attempts, slowest ${redundancy.slowestMs.toFixed(0)} ms, ${redundancy.mailsMeanwhile} mails sent`,
  }
}

function summaryOf(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (q: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) / 1000).toFixed(2)
  return sorted.length === 0 ? 'never' : `median ${at(0.5)} s, slowest ${at(1)} s, ${sorted.length} times`
}

/** Prints figures and checks; returns true when all checks pass. */
export function report(checks: Check[], figures: Record<string, string>): boolean {
  const width = Math.max(...Object.keys(figures).map(({ length }) => length))
  for (const [name, figure] of Object.entries(figures)) console.log(`${name.padEnd(width)}  ${figure}`)
  console.log('')
  for (const { what, wrong } of checks) {
    console.log(`${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${what}`)
    for (const fault of wrong.slice(0, 5)) console.log(`         ${fault}`)
    if (wrong.length > 5) console.log(`         and ${wrong.length - 5} more`)
  }
  const failed = checks.filter(({ wrong }) => wrong.length > 0).length
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  return failed === 0
}
