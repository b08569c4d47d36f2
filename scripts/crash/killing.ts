import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { actUntil, type Ledger, newLedger, revokeUntil, send } from './acts.ts'
import type { Instance } from './instance.ts'
import { cookieOf, newWalks, type Walks, walkUntil } from './main-job.ts'
import type { Kind, Part } from './parts.ts'
import { visit } from './visit.ts'

export type Kill = {
  kind: Kind
  at: number
  /** When what needs it worked again. */
  until: number
  /** In a cluster: the time from the death to the next good page of the portal, or of the site whose process died. */
  gapMs: number | null
  /** For the database and the pooler: the time from accepting connections again to the API's first good response. */
  serviceMs: number | null
}

const clients = 8
/** How many people go through the sites besides. */
const walkers = 2
const extraMs = 60_000

/** Kills one part after the other under load, and resolves when everything is idle again. */
export async function killAtRandom(
  instance: Instance,
  ledger: Ledger,
  walks: Walks,
  { cycles, seconds }: { cycles: number; seconds: number },
): Promise<{ kills: Kill[]; quietMs: number }> {
  let isOver = false
  const { world, apiUrl } = instance
  const load = Promise.all([
    ...Array.from({ length: clients }, () => actUntil(() => isOver, world, apiUrl, ledger)),
    revokeUntil(() => isOver, world, apiUrl, ledger),
    ...walkersOf(instance, walks, ledger, () => isOver),
  ])
  const killsMin = firstTurns(instance).length
  const kills: Kill[] = []
  const until = performance.now() + seconds * 1000
  const isTime = () => performance.now() < until + (kills.length < killsMin ? extraMs : 0)
  while (kills.length < cycles && isTime()) {
    await sleep(20 + Math.random() * 380)
    const part = await choose(instance, kills.length)
    if (!part) continue
    const kill: Kill = {
      kind: part.kind,
      at: performance.now(),
      until: Infinity,
      serviceMs: null,
      gapMs: null,
    }
    part.kill()
    const isWaitedFor = part.kind === 'database' || part.kind === 'pooler'
    await Promise.all([
      pageBack(instance, part).then((at) => (kill.gapMs = at && at - kill.at)),
      isWaitedFor && serviceBack(instance, part).then((ms) => (kill.serviceMs = ms)),
    ])
    kill.until = performance.now()
    kills.push(kill)
  }
  isOver = true
  await load
  return { kills, quietMs: await instance.quiet() }
}

const walkersOf = (
  { world, sites, mailedLink }: Instance,
  walks: Walks,
  ledger: Ledger,
  isOver: () => boolean,
): Promise<void>[] =>
  sites
    ? Array.from({ length: walkers }, () =>
        walkUntil(isOver, { world, urls: sites.urls, mailedLink }, walks, ledger),
      )
    : []

/** The kinds of the first kills: each at least once, even on a machine too slow for more. */
const firstTurns = ({ database, pooler, apis, workers, sites }: Instance): Part[][] => {
  const [portal = [], acceptance = [], operatorConsole = []] = sites?.twins.map(({ twins }) => twins) ?? []
  const start = [[database], apis, workers]
  return pooler ? [...start, [pooler], portal, acceptance, [database], operatorConsole] : start
}

/**
 * The database comes first and then every third time, taking turns with the pooler, once all parts are up: the others
 * cannot start without them, and would be idle when killed. Otherwise mostly a part whose twin is up, and sometimes any part.
 */
async function choose(instance: Instance, turn: number): Promise<Part | undefined> {
  const { database, pooler, apis, workers, sites } = instance
  const isUp = (part: Part) => part.isUp()
  if (turn % 3 === 0) {
    const isReady = [...apis, ...workers].every(isUp) && (pooler?.isUp() ?? true) && (await database.isSafe())
    return isReady ? (turn % 2 === 1 && pooler ? pooler : database) : undefined
  }
  const isReckless = Math.random() < 0.1
  const first = firstTurns(instance)[turn]
  const pairs = first ? [first] : [apis, workers, ...(sites?.twins.map(({ twins }) => twins) ?? [])]
  return anyOf(pairs.flatMap((twins) => (isReckless || twins.every(isUp) ? twins.filter(isUp) : [])))
}

const anyOf = <T>(values: T[]): T | undefined => values[Math.floor(Math.random() * values.length)]

async function serviceBack({ apis, apiUrl }: Instance, part: Part): Promise<number | null> {
  const someApi = apis.find((api) => api.isUp())
  await waitFor(() => part.isUp(), { timeoutMs: 60_000, intervalMs: 5, what: `the ${part.name}` })
  const began = performance.now()
  await waitForHttp(`${apiUrl}/readyz`, { timeoutMs: 60_000, intervalMs: 10 })
  // If both APIs were starting as well, their start would be measured too.
  return someApi?.isUp() ? performance.now() - began : null
}

/**
 * When a page was there again after a kill: the portal's list of customers, which needs all parts but the workers. After the death
 * of a worker it is the time that the page takes anyway.
 */
async function pageBack({ sites, world }: Instance, part: Part): Promise<number | null> {
  if (!sites) return null
  const own = sites.twins.find(({ twins }) => twins.includes(part))?.audience ?? 'partner'
  const [partner] = world.partners
  const cookie = partner ? cookieOf('partner', partner) : ''
  const url = own === 'partner' ? `${sites.urls.partner}/customers` : `${sites.urls[own]}/sign-in`
  const isThere = () => visit(url, own === 'partner' ? { cookie } : {}).then(({ status }) => status === 200)
  await waitFor(() => isThere().catch(() => false), {
    ...{ timeoutMs: 60_000, intervalMs: 5, what: `a page without the ${part.name}` },
  })
  return performance.now()
}

// Enough to keep two workers busy, few enough that each mail sees several kills.
const waitingMax = 100
const recipientsMax = 50

/**
 * R2: workers kill themselves at each named point in turn while mails pass it. `points.begin` has armed the workers that
 * start from now on. Those already running are not armed, so they are killed first.
 */
export async function killAtPoints(
  { points, workers, world, apiUrl, resend }: Instance,
  ledger: Ledger,
  { mails, seconds }: { mails: number; seconds: number },
): Promise<void> {
  for (const worker of workers) if (worker.isUp()) worker.kill()
  const until = performance.now() + seconds * 1000
  const before = resend.deliveries.size
  let sent = 0
  while ((!points.isDone() || sent < mails) && performance.now() < until) {
    const isEnough = sent - (resend.deliveries.size - before) > waitingMax - recipientsMax
    if (isEnough) await sleep(20)
    else sent += await send(world, apiUrl, ledger, recipientsMax)
  }
  points.end()
}

export type Redundancy = {
  acts: number
  slowestMs: number
  attemptsMax: number
  mailsMeanwhile: number
  ledger: Ledger
  /** In a cluster: what people did at the sites, and how often the replica was read meanwhile. */
  walks: Walks
  replicaReads: number
}

const downMs = 2500
/** In a cluster more parts are down, and fewer do more. */
const clusterDownMs = 4000

/** The main job continues while one API, one worker and one process of each site are killed and stay down for a while. */
export async function withoutOneOfEach(instance: Instance): Promise<Redundancy> {
  const { apis, workers, sites, database, world, apiUrl, resend } = instance
  const ledger = newLedger()
  const walks = newWalks()
  const readsOfReplica = async () => (await database.replica?.reads()) ?? 0
  const readBefore = await readsOfReplica()
  let isOver = false
  const load = Promise.all([
    ...Array.from({ length: clients }, () => actUntil(() => isOver, world, apiUrl, ledger)),
    ...walkersOf(instance, walks, ledger, () => isOver),
  ])
  await sleep(500)
  const first = [apis, workers, ...(sites?.twins.map(({ twins }) => twins) ?? [])].flatMap(
    ([part]) => part ?? [],
  )
  for (const part of first) {
    part.hold(true)
    part.kill()
  }
  const before = resend.deliveries.size
  await sleep(sites ? clusterDownMs : downMs)
  const mailsMeanwhile = resend.deliveries.size - before
  isOver = true
  await load
  const replicaReads = (await readsOfReplica()) - readBefore
  for (const part of first) part.hold(false)
  return {
    acts: ledger.acts.length,
    slowestMs: Math.max(...ledger.acts.map(({ ms }) => ms)),
    attemptsMax: Math.max(...ledger.acts.map(({ attempts }) => attempts)),
    mailsMeanwhile,
    ledger,
    walks,
    replicaReads,
  }
}
