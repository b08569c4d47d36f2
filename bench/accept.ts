import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { cloudOf } from '@entente/clouds/clouds'
import type { PgServer } from '@entente/testkit/pg'
import type { Bench } from './bench.ts'
import { openBetterAuth } from './better-auth.ts'
import { inLab } from './lab.ts'
import { inTurns, p50, p99, rate, type Round as Timed } from './load.ts'
import { openMinimal } from './minimal.ts'
import { processorTime } from './processor-time.ts'
import { during, type Profile } from './profile.ts'
import { milliseconds, perSecond, type Row } from './rows.ts'
import { siteSecrets, startApi } from './servers.ts'
import { prepare } from './world.ts'
import { type Fill, hasWrk, openLoad, type Side, wrkIsMissing } from './wrk.ts'

const clients = 8
const rounds = 5
const alone = { rounds: 3, seconds: 1 }
const relationships = 10_000
// better-auth is slower: with as many requests as for the others its warm-up alone would take half a minute.
const warmUp = { requests: 3000, ofBetterAuth: 1000 }
// Each request needs a customer of its own, prepared before. These rates are far above those of two cores.
const perSecondMax = { ours: 1500, minimal: 10_000, betterAuth: 1500 }

/**
 * How fast is accepting? `POST /trpc/invitation.accept`, signed in, distinct customers, one partner, 8 clients, beside a
 * bare Hono route with the minimal acceptance (minimal-route.ts) and better-auth's acceptance of an invitation. Each runs
 * in a process of its own, on a database of its own with 10,000 relationships, analysed, in one PostgreSQL. All are
 * warmed up, then `wrk` measures them in turns.
 */
export const accept: Bench = async ({ sizes: [seconds = 2], profile }) => {
  if (!hasWrk()) return [{ what: 'accept', figure: wrkIsMissing }]
  const many = (rounds + 1) * seconds
  const both = many + (alone.rounds + 1) * alone.seconds
  return inLab(async (server, folder) => {
    const fill = (warm: number, perSecond: number, seconds: number) => ({
      relationships,
      // A warm-up ends with a whole second.
      requests: warm + perSecond * (1 + seconds),
    })
    const running: { stop: () => Promise<void> }[] = []
    try {
      const ours = await openOurs(server, folder, fill(warmUp.requests, perSecondMax.ours, both), profile)
      running.push(ours)
      const route = await openMinimal(server, folder, fill(warmUp.requests, perSecondMax.minimal, both))
      running.push(route)
      const filled = fill(warmUp.ofBetterAuth, perSecondMax.betterAuth, many)
      const betterAuth = await openBetterAuth(server, folder, filled)
      if (betterAuth) running.push(betterAuth)
      await ours.load.send(clients, warmUp.requests)
      await route.load.send(clients, warmUp.requests)
      await betterAuth?.load.send(clients, warmUp.ofBetterAuth)
      const measure = (rounds: number, clients: number, seconds: number, references: Side[]) => {
        const round =
          ({ load, pid }: Pick<Side, 'load' | 'pid'>) =>
          async (): Promise<Round> => {
            const before = { ms: processorTime(pid, server.pid()), answered: load.made().answered }
            const timed = await load.round(clients, seconds)
            const ms = processorTime(pid, server.pid()) - before.ms
            return { ...timed, processorMs: ms / (load.made().answered - before.answered) }
          }
        return inTurns(rounds, () => during(profile, server.url(), round(ours)), ...references.map(round))
      }
      const results = {
        many: await measure(rounds, clients, seconds, betterAuth ? [route, betterAuth] : [route]),
        one: await measure(alone.rounds, 1, alone.seconds, [route]),
      }
      await ours.assertAccepted()
      return [...rowsOf(results, betterAuth !== undefined), ours.storage]
    } finally {
      await Promise.all(running.map(({ stop }) => stop()))
    }
  })
}

/** `processorMs`: of the route's process and PostgreSQL, for one request. */
type Round = Timed & { processorMs: number }
type Results = Awaited<ReturnType<typeof inTurns<Round>>>

const processorMs = (round: Round): number => round.processorMs

function rowsOf({ many, one }: { many: Results; one: Results }, besideBetterAuth: boolean): Row[] {
  const minimal = 'bare Hono, minimal acceptance'
  const figure = perSecond(many.ours(rate))
  return [
    {
      what: `accept, ${clients} clients`,
      figure,
      reference: `${perSecond(many.reference(rate))} ${minimal}`,
      value: many.ratio(rate),
      unit: 'x',
      target: { atLeast: 0.35 },
    },
    {
      what: `accept, ${clients} clients, p99`,
      figure: milliseconds(many.ours(p99)),
      reference: `${milliseconds(many.reference(p99))} ${minimal}`,
      value: many.ratio(p99),
      unit: 'x',
    },
    {
      what: 'accept, processor time with PostgreSQL',
      figure: milliseconds(many.ours(processorMs)),
      reference: `${milliseconds(many.reference(processorMs))} ${minimal}`,
      value: many.ratio(processorMs),
      unit: 'x',
    },
    {
      what: 'accept, one client, p50',
      figure: milliseconds(one.ours(p50)),
      reference: `${milliseconds(one.reference(p50))} ${minimal}`,
      value: one.ratio(p50),
      unit: 'x',
      target: { atMost: 3 },
    },
    besideBetterAuth
      ? {
          what: `accept, ${clients} clients, beside better-auth`,
          figure,
          reference: `${perSecond(many.reference(rate, 1))} better-auth`,
          value: many.ratio(rate, 1),
          unit: 'x',
          target: { atLeast: 2 },
        }
      : { what: 'accept beside better-auth', figure: 'skipped: better-auth did not install' },
  ]
}

/** The API, on a database that holds the relationships and was analysed before the API started. */
async function openOurs(
  server: PgServer,
  folder: string,
  { relationships, requests }: Fill,
  profile: Profile | undefined,
) {
  const world = await prepare(server.url(), folder, relationships + requests)
  const lines = world.sessionTokens.map((token) => `${token} ${randomUUID()}`)
  const open = (url: string, lines: string[]) =>
    openLoad({
      url: `${url}/trpc/invitation.accept`,
      headers: { 'x-entente-site-secret': siteSecrets.customer },
      header: 'authorization: Bearer ',
      body: JSON.stringify(acceptBody(world.token)),
      lines,
      file: path.join(folder, 'ours.txt'),
    })
  const first = await startApi(world)
  const answer = await open(first.url, lines).ask().finally(first.stop)
  if (!answer.includes('"accepted"')) throw new Error(`Not accepted: ${answer}`)
  await world.repeatAcceptance(relationships - 1)
  const stored = await world.storedBytes()
  const api = await startApi(world, profile)
  const load = open(api.url, lines.slice(relationships))
  return {
    load,
    pid: api.pid,
    stop: api.stop,
    storage: storageOf(stored, relationships),
    /** Throws when an acceptance that was answered is missing or incomplete. */
    async assertAccepted(): Promise<void> {
      const { answered, sent } = load.made()
      await world.assertAccepted(relationships + answered, relationships + sent)
    },
  }
}

/** What one acceptance leaves behind. */
function storageOf({ lasting, passing }: { lasting: number; passing: number }, relationships: number): Row {
  const kB = (bytes: number) => bytes / relationships / 1000
  return {
    what: 'accept, stored for good',
    figure: `${kB(lasting).toFixed(1)} kB, and ${kB(passing).toFixed(1)} kB until retention`,
    value: kB(lasting),
    unit: 'kB',
  }
}

/** What the review page posts when every service is free and every box stays ticked. */
export function acceptBody(token: string) {
  const { agreements, services } = cloudOf('global')
  return {
    token,
    idempotencyKey: '{key}',
    agreement: { accepted: true, version: agreements.customer.version },
    services: services.map(({ id }) => ({ service: id, choice: 'grant' as const, holderSeen: null })),
  }
}
