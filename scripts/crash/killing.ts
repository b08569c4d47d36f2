import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor, waitForHttp } from '@entente/testkit/wait'
import { actUntil, type Ledger, newLedger, revokeUntil, send } from './acts.ts'
import type { House } from './house.ts'
import type { Kind, Part } from './parts.ts'

export type Kill = {
  kind: Kind
  at: number
  /** For the database: from when it takes connections again to the API's first good answer. */
  serviceMs: number | null
}

const clients = 8
// One of each kind, also on a machine so busy that there was time for one only.
const killsMin = 3
const patienceMs = 60_000

/** Kills one part after the other under load, and answers when everything is quiet again. */
export async function killAtRandom(
  house: House,
  ledger: Ledger,
  { cycles, seconds }: { cycles: number; seconds: number },
): Promise<{ kills: Kill[]; quietMs: number }> {
  let isOver = false
  const { world, apiUrl } = house
  const load = Promise.all([
    ...Array.from({ length: clients }, () => actUntil(() => isOver, world, apiUrl, ledger)),
    revokeUntil(() => isOver, world, apiUrl, ledger),
  ])
  const kills: Kill[] = []
  const until = performance.now() + seconds * 1000
  const isTime = () => performance.now() < until + (kills.length < killsMin ? patienceMs : 0)
  while (kills.length < cycles && isTime()) {
    await sleep(20 + Math.random() * 380)
    const part = choose(house, kills.length)
    if (!part) continue
    const kill: Kill = { kind: part.kind, at: performance.now(), serviceMs: null }
    part.kill()
    if (part.kind === 'database') kill.serviceMs = await serviceBack(house)
    kills.push(kill)
  }
  isOver = true
  await load
  return { kills, quietMs: await house.quiet() }
}

/**
 * First and then every third time the database, once all are up: the others cannot start without it, and nothing would
 * be under way when they are killed. Else one whose twin is up, mostly; now and then whoever it hits.
 */
function choose({ database, apis, workers }: House, turn: number): Part | undefined {
  const isUp = (part: Part) => part.isUp()
  if (turn % 3 === 0) return [database, ...apis, ...workers].every(isUp) ? database : undefined
  const isReckless = Math.random() < 0.1
  const pairs = turn < killsMin ? [turn === 1 ? apis : workers] : [apis, workers]
  return anyOf(pairs.flatMap((twins) => (isReckless || twins.every(isUp) ? twins.filter(isUp) : [])))
}

const anyOf = <T>(values: T[]): T | undefined => values[Math.floor(Math.random() * values.length)]

async function serviceBack({ database, apis, apiUrl }: House): Promise<number | null> {
  const someApi = apis.find((api) => api.isUp())
  await waitFor(() => database.isUp(), { timeoutMs: 60_000, intervalMs: 5, what: 'the database' })
  const began = performance.now()
  await waitForHttp(`${apiUrl}/readyz`, { timeoutMs: 60_000, intervalMs: 10 })
  // With both APIs on their way up as well, their start would be measured.
  return someApi?.isUp() ? performance.now() - began : null
}

// Enough for two workers to be busy with, few enough that each mail meets several of them that die.
const waitingMax = 100
const recipientsMax = 50

/**
 * R2: workers kill themselves at each named point in turn while mails pass it. They have been told so (`points.begin`);
 * those that run already do not know it yet.
 */
export async function killAtPoints(
  { points, workers, world, apiUrl, resend }: House,
  ledger: Ledger,
  { mails, seconds }: { mails: number; seconds: number },
): Promise<void> {
  for (const worker of workers) if (worker.isUp()) worker.kill()
  const until = performance.now() + seconds * 1000
  const before = resend.deliveries.size
  let asked = 0
  while ((!points.isDone() || asked < mails) && performance.now() < until) {
    const isEnough = asked - (resend.deliveries.size - before) > waitingMax - recipientsMax
    if (isEnough) await sleep(20)
    else asked += await send(world, apiUrl, ledger, recipientsMax)
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

const awayMs = 2500

/** Must-show 6: the main job goes on while one API and one worker are killed and stay away for a while. */
export async function withoutOneOfEach(house: House): Promise<Redundancy> {
  const { apis, workers, world, apiUrl, resend } = house
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
  await sleep(awayMs)
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
