import type { Ledger } from './acts.ts'
import type { House } from './house.ts'
import type { Kill, Redundancy } from './killing.ts'
import { crashPoints } from './points.ts'
import {
  asking,
  type Check,
  checkAcknowledged,
  checkChains,
  checkMails,
  checkWhole,
  type MailFigures,
} from './verdict.ts'

const serviceMsMax = 3000
const quietMsMax = 60_000

type Run = { viaResend: Set<string>; kills: Kill[]; quietMs: number[]; redundancy: Redundancy }
type Figures = {
  mails: MailFigures
  chains: { chains: number; records: number; perSecond: number }
  redundancy: Redundancy
}

/** Everything that must hold after a run. */
export async function allChecks(
  house: House,
  ledger: Ledger,
  { viaResend, kills, quietMs, redundancy }: Run,
): Promise<{ checks: Check[]; figures: Figures }> {
  const { ownerUrl, world, resend, smtp, points } = house
  const whole = merged(redundancy.ledger, ledger)
  const deadlyTimes = kills.filter(({ kind }) => kind !== 'api').map(({ at }) => at)
  return asking(ownerUrl, async (ask) => {
    const mails = await checkMails(ask, { resend, smtp, viaResend, deadlyTimes })
    const chains = await checkChains(ownerUrl, world.operator.id)
    return {
      checks: [
        checkRedundancy(redundancy),
        ...(await checkAcknowledged(ask, whole, world)),
        ...(await checkWhole(ask)),
        ...mails.checks,
        {
          what: 'R2 a worker was killed at each named point of the mail path',
          wrong: crashPoints.filter((point) => !points.deaths.has(point)),
        },
        chains.check,
        ...checkRecovery(kills, quietMs),
      ],
      figures: { mails: mails.figures, chains: chains.figures, redundancy },
    }
  })
}

const merged = (one: Ledger, other: Ledger): Ledger => ({
  acts: [...one.acts, ...other.acts],
  refusedCustomers: [...one.refusedCustomers, ...other.refusedCustomers],
  refusals: other.refusals,
  troubles: [...one.troubles, ...other.troubles],
})

/** A connection that broke is tried again once; nobody waits for the dead. */
function checkRedundancy({ acts, attemptsMax, mailsMeanwhile }: Redundancy): Check {
  const wrong = [
    ...(acts === 0 ? ['nobody could act'] : []),
    ...(attemptsMax > 2 ? [`an act needed ${attemptsMax} attempts`] : []),
    ...(mailsMeanwhile === 0 ? ['no mail was sent'] : []),
  ]
  return { what: 'the main job goes on without one API and one worker, with one retry at most', wrong }
}

function checkRecovery(kills: Kill[], quietMs: number[]): Check[] {
  const slow = kills.flatMap(({ serviceMs }) =>
    serviceMs !== null && serviceMs >= serviceMsMax ? [serviceMs] : [],
  )
  const late = quietMs.filter((ms) => ms >= quietMsMax)
  const spared = (['api', 'worker', 'database'] as const).filter((kind) =>
    kills.every((kill) => kill.kind !== kind),
  )
  return [
    { what: 'API, worker and PostgreSQL were each killed', wrong: spared.map((kind) => `no ${kind}`) },
    {
      what: 'R4 service is back within 3 s after the database',
      wrong: slow.map((ms) => `${ms.toFixed(0)} ms`),
    },
    { what: 'all that was interrupted is done within 60 s', wrong: late.map((ms) => `${ms.toFixed(0)} ms`) },
  ]
}

/** The figures of a run, by name. */
export function figuresOf(
  { database, apis, workers, resend, points }: House,
  { acts, refusals }: Ledger,
  kills: Kill[],
  quietMs: number[],
  { mails, chains, redundancy }: Figures,
): Record<string, string> {
  const killed = (kind: Kill['kind']) => kills.filter((kill) => kill.kind === kind).length
  const acted = (kind: string) => acts.filter((act) => act.kind === kind).length
  const service = kills.flatMap(({ serviceMs }) => serviceMs ?? [])
  const deadly = killed('worker') + killed('database')
  return {
    cycles: `${kills.length}: API ${killed('api')}, worker ${killed('worker')}, PostgreSQL ${killed('database')}`,
    'acts acknowledged': `${acts.length}: accept ${acted('accept')}, decline ${acted('decline')}, send ${acted('send')}, revoke ${acted('revoke')}`,
    'acts repeated after a broken connection': String(acts.filter(({ attempts }) => attempts > 1).length),
    'acts refused': [...refusals].map(([code, count]) => `${code} ${count}`).join(', ') || '0',
    'slowest act': `${(Math.max(0, ...acts.map(({ ms }) => ms)) / 1000).toFixed(1)} s`,
    mails: `${mails.mails}: Resend ${mails.mails - mails.viaSmtp}, SMTP ${mails.viaSmtp}`,
    'killed at named points': crashPoints
      .map((point) => `${point} ${points.deaths.get(point) ?? 0}`)
      .join(', '),
    'requests that Resend knew already': String(resend.requests() - resend.deliveries.size),
    'repeats at SMTP': `${mails.repeats} after ${deadly} deaths of worker or PostgreSQL in the whole run`,
    'audit records verified': `${chains.records} in ${chains.chains} chains, ${chains.perSecond} a second`,
    'API back': spread(apis.flatMap(({ recoveries }) => recoveries)),
    'worker back': spread(workers.flatMap(({ recoveries }) => recoveries)),
    'PostgreSQL back': spread(database.recoveries),
    'service back after PostgreSQL': spread(service),
    'quiet again': quietMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', '),
    'without one API and worker': `${redundancy.acts} acts, at most ${redundancy.attemptsMax} attempts, slowest ${redundancy.slowestMs.toFixed(0)} ms, ${redundancy.mailsMeanwhile} mails meanwhile`,
  }
}

function spread(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (q: number) =>
    ((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) / 1000).toFixed(2)
  return sorted.length === 0
    ? 'never away'
    : `median ${at(0.5)} s, slowest ${at(1)} s, ${sorted.length} times`
}

/** Prints figures and checks; answers whether all is well. */
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
