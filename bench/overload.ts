import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { acceptBody } from './accept.ts'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { inTurns, quantile } from './load.ts'
import { milliseconds, perSecond } from './rows.ts'
import { siteSecrets, startApi } from './servers.ts'
import { prepare } from './world.ts'

const rounds = 3
const clients = 32
const times = 5

type Answer = { status: number; ms: number }
/** The status of a request whose connection broke. */
const lost = 0
type Result = { goodput: number; refusedMs: { p50: number; p99: number }; refused: number; lost: number }

/**
 * Does the API keep its throughput under overload (R15)? Acceptances of distinct customers: as many as 32 clients get
 * answered, and five times as many a second, sent without waiting for answers.
 */
export const overload: Bench = ({ sizes: [seconds = 5, prepared = 40_000] }) =>
  inLab(async (server, folder) => {
    const world = await prepare(server.url(), folder, prepared)
    const api = await startApi(world)
    const agent = new Agent({ keepAlive: true, maxFreeSockets: 4096 })
    const body = JSON.stringify(acceptBody(world.token))
    const waiting = [...world.sessionTokens]
    const send = () => {
      const token = waiting.pop()
      if (token === undefined) throw new Error(`More than ${prepared} customers must be prepared.`)
      return accept(api.port, agent, token, body.replace('{key}', randomUUID()))
    }
    try {
      let capacity = 0
      const closed = async () => {
        const result = await sendInTurn(send, seconds)
        capacity = result.goodput
        return result
      }
      await closed()
      const results = await inTurns(rounds, () => sendAtRate(send, capacity * times, seconds), closed)
      const goodput = (result: Result) => result.goodput
      return [
        {
          what: `R15 acceptances under ${times} x the capacity`,
          figure: perSecond(results.ours(goodput)),
          reference: `${perSecond(results.reference(goodput))} capacity, ${clients} clients`,
          value: results.ratio(goodput),
          unit: 'x',
          target: { atLeast: 0.9 },
        },
        {
          what: `R15 the rest is refused, p99 (${perSecond(results.ours(({ refused }) => refused))})`,
          figure: milliseconds(results.ours(({ refusedMs }) => refusedMs.p99)),
          reference: `${milliseconds(results.ours(({ refusedMs }) => refusedMs.p50))} p50`,
          value: results.ours(({ refusedMs }) => refusedMs.p99) / 1000,
          unit: 's',
          target: { atMost: 0.05 },
        },
        {
          what: 'R15 connections that break',
          figure: perSecond(results.ours(({ lost }) => lost)),
          value: results.ours(({ lost }) => lost),
          unit: 'x',
          target: { atMost: 0 },
        },
      ]
    } finally {
      agent.destroy()
      await api.stop()
    }
  })

/** The first part of a round fills the lines; what is answered in the rest counts. */
const fill = 0.3

async function sendInTurn(send: () => Promise<Answer>, seconds: number): Promise<Result> {
  const answers: Answer[] = []
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000 / seconds
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (elapsed() < 1) {
        const answer = await send()
        if (elapsed() > fill && elapsed() < 1) answers.push(answer)
      }
    }),
  )
  return resultOf(answers, seconds)
}

async function sendAtRate(send: () => Promise<Answer>, rate: number, seconds: number): Promise<Result> {
  const sent: Promise<unknown>[] = []
  const answers: Answer[] = []
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000 / seconds
  while (elapsed() < 1) {
    for (const due = rate * seconds * elapsed(); sent.length < due; )
      sent.push(send().then((answer) => elapsed() > fill && elapsed() < 1 && answers.push(answer)))
    await sleep(2)
  }
  await Promise.all(sent)
  return resultOf(answers, seconds)
}

function resultOf(answers: Answer[], roundSeconds: number): Result {
  const seconds = roundSeconds * (1 - fill)
  const odd = answers.find(({ status }) => ![200, 429, 503, lost].includes(status))
  if (odd) throw new Error(`A request was answered with ${odd.status}.`)
  const refused = answers
    .flatMap(({ status, ms }) => (status === 200 || status === lost ? [] : ms))
    .sort((a, b) => a - b)
  return {
    goodput: answers.filter(({ status }) => status === 200).length / seconds,
    lost: answers.filter(({ status }) => status === lost).length / seconds,
    refused: refused.length / seconds,
    refusedMs: { p50: quantile(refused, 0.5), p99: quantile(refused, 0.99) },
  }
}

const accept = (
  port: number,
  agent: Agent,
  token: string,
  body: string,
  startedAt = performance.now(),
): Promise<Answer> =>
  new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-entente-site-secret': siteSecrets.customer,
      'x-entente-client-address': randomUUID(),
    }
    const options = {
      agent,
      port,
      host: '127.0.0.1',
      path: '/trpc/invitation.accept',
      method: 'POST',
      headers,
    }
    const outgoing = request(options, (response) => {
      response.resume()
      response.on('error', () => resolve({ status: lost, ms: performance.now() - startedAt }))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - startedAt }),
      )
    })
    outgoing.on('error', () => {
      // An idle connection that the API closed as it was used again is no broken one: clients send once more.
      if (outgoing.reusedSocket) resolve(accept(port, agent, token, body, startedAt))
      else resolve({ status: lost, ms: performance.now() - startedAt })
    })
    outgoing.end(body)
  })
