import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { actUntil, type Ledger, newLedger, revokeUntil, send } from './acts.ts'
import type { Instance } from './instance.ts'
import type { Kind, Part } from './parts.ts'

export type Kill = {
  kind: Kind
  at: number
  /** For the database and the pooler: the time from accepting connections again to the API's first good response. */
  serviceMs: number | null
}

const clients = 8
const extraMs = 60_000

/** Kills one part after the other under load, and resolves when everything is idle again. */
export async function killAtRandom(
  instance: Instance,
  ledger: Ledger,
  { cycles, seconds }: { cycles: number; seconds: number },
): Promise<{ kills: Kill[]; quietMs: number }> {
  let isOver = false
  const { world, apiUrl } = instance
  const load = Promise.all([
    ...Array.from({ length: clients }, () => actUntil(() => isOver, world, apiUrl, ledger)),
    revokeUntil(() => isOver, world, apiUrl, ledger),
  ])
  // At least one of each kind, even on a machine too slow for more.
  const killsMin = instance.pooler ? 4 : 3
  const kills: Kill[] = []
  const until = performance.now() + seconds * 1000
  const isTime = () => performance.now() < until + (kills.length < killsMin ? extraMs : 0)
  while (kills.length < cycles && isTime()) {
    await sleep(20 + Math.random() * 380)
    const part = await choose(instance, kills.length)
    if (!part) continue
    const kill: Kill = { kind: part.kind, at: performance.now(), serviceMs: null }
    part.kill()
    if (part.kind === 'database' || part.kind === 'pooler') kill.serviceMs = await serviceBack(instance, part)
    kills.push(kill)
  }
  isOver = true
  await load
  return { kills, quietMs: await instance.quiet() }
}

/**
 * The database comes first and then every third time, taking turns with the pooler, once all parts are up: the others
 * cannot start without them, and would be idle when killed. Otherwise mostly a part whose twin is up, and sometimes any part.
 */
async function choose(
  { database, pooler, apis, workers }: Instance,
  turn: number,
): Promise<Part | undefined> {
  const isUp = (part: Part) => part.isUp()
  if (turn % 3 === 0) {
    const isReady = [...apis, ...workers].every(isUp) && (pooler?.isUp() ?? true) && (await database.isSafe())
    return isReady ? (turn % 2 === 1 && pooler ? pooler : database) : undefined
  }
  const isReckless = Math.random() < 0.1
  const pairs = turn < 3 ? [turn === 1 ? apis : workers] : [apis, workers]
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
}

const downMs = 2500

/** The main job continues while one API and one worker are killed and stay down for a while. */
export async function withoutOneOfEach(instance: Instance): Promise<Redundancy> {
  const { apis, workers, world, apiUrl, resend } = instance
  const ledger = newLedger()
  let isOver = false
  const load = Promise.all(
    Array.from({ length: clients }, () => actUntil(() => isOver, world, apiUrl, ledger)),
  )
  await sleep(500)
  const [api, worker] = [apis[0], workers[0]]
  for (const part of [api, worker]) {
    part?.hold(true)
    part?.kill()
  }
  const before = resend.deliveries.size
  await sleep(downMs)
  const mailsMeanwhile = resend.deliveries.size - before
  isOver = true
  await load
  for (const part of [api, worker]) part?.hold(false)
  return {
    acts: ledger.acts.length,
    slowestMs: Math.max(...ledger.acts.map(({ ms }) => ms)),
    attemptsMax: Math.max(...ledger.acts.map(({ attempts }) => attempts)),
    mailsMeanwhile,
    ledger,
  }
}
