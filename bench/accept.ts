// How fast is accepting? `npm run bench -- accept [customers per round]`
// The API's accept (POST, signed in, distinct customers, one partner, 8 clients, durable PostgreSQL) against a bare Hono
// route that runs the same statements through `pg`, audit and outbox included, without any check. Both run in processes
// of their own on one database, in alternating rounds of one run, so that the machine's mood hits both alike.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPg } from '@entente/testkit/pg'
import { fire, median, type Round, summary } from './load.ts'
import { recordAccept } from './record-accept.ts'
import { startApi, startReference } from './servers.ts'
import { prepare } from './world.ts'

const clients = 8
const rounds = 5
const perRound = Number(process.argv[2] ?? 400)

const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
const server = await startPg({ dir: path.join(folder, 'pg') })
try {
  const world = await prepare(server.url(), folder, 2 * (rounds + 1) * perRound + 1)
  const recording = await recordAccept(world)
  const api = await startApi(world)
  const reference = await startReference(world, recording)
  try {
    const results: { ours: Round; bare: Round }[] = []
    for (let round = 0; round <= rounds; round++) {
      const ours = await fire(clients, world.take(perRound), (customer) => api.accept(customer))
      const bare = await fire(clients, world.take(perRound), (customer) => reference.accept(customer))
      // The first round warms both up.
      if (round > 0) results.push({ ours, bare })
    }
    await world.assertAccepted(1 + 2 * (rounds + 1) * perRound)
    report(results, recording.length)
  } finally {
    await Promise.all([api.stop(), reference.stop()])
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

function report(results: { ours: Round; bare: Round }[], statements: number): void {
  const ours = summary(results.map((result) => result.ours))
  const bare = summary(results.map((result) => result.bare))
  const speed = median(results.map((result) => result.ours.perSecond / result.bare.perSecond))
  const tail = median(results.map((result) => result.ours.p99Ms / result.bare.p99Ms))
  console.log(
    `accept, ${clients} clients, ${rounds} rounds of ${perRound}, ${statements} statements each, durable`,
  )
  console.table({ 'Entente API': ours, 'bare Hono + pg': bare })
  console.log(`throughput ${speed.toFixed(2)} x the bare route (target at least 0.50)`)
  console.log(`p99        ${tail.toFixed(2)} x the bare route (target at most 2.00)`)
}
