import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { fire, inTurns, p99, rate } from './load.ts'
import { during } from './profile.ts'
import { recordAccept } from './record-accept.ts'
import { milliseconds, perSecond } from './rows.ts'
import { startApi, startReference } from './servers.ts'
import { prepare } from './world.ts'

const clients = 8
const rounds = 5

/**
 * How fast is accepting? The API's accept (POST, signed in, distinct customers, one partner, 8 clients) against a bare
 * Hono route that runs the same statements through `pg`, audit and outbox included, without any check. Both run in
 * processes of their own on one database.
 */
export const accept: Bench = ({ sizes: [perRound = 400], profile }) =>
  inLab(async (server, folder) => {
    const world = await prepare(server.url(), folder, 2 * (rounds + 1) * perRound + 1)
    const recording = await recordAccept(world)
    const api = await startApi(world, profile)
    const bare = await startReference(world, recording)
    try {
      const results = await inTurns(
        rounds,
        () => during(profile, world.urls.owner, () => fire(clients, world.take(perRound), api.accept)),
        () => fire(clients, world.take(perRound), bare.accept),
      )
      await world.assertAccepted(1 + 2 * (rounds + 1) * perRound)
      return [
        {
          what: `accept, ${clients} clients`,
          figure: perSecond(results.ours(rate)),
          reference: `${perSecond(results.reference(rate))} bare Hono, the same ${recording.length} statements`,
          value: results.ratio(rate),
          unit: 'x',
          target: { atLeast: 0.5 },
        },
        {
          what: 'accept, p99',
          figure: milliseconds(results.ours(p99)),
          reference: `${milliseconds(results.reference(p99))} bare Hono`,
          value: results.ratio(p99),
          unit: 'x',
          target: { atMost: 2 },
        },
      ]
    } finally {
      await Promise.all([api.stop(), bare.stop()])
    }
  })
