// npm run crash -- [--cycles N] [--seconds S] [--deaths N] [--mails N] [--lock-ms M] [--cluster [--walks N]]: kills API, worker and PostgreSQL
// with -9, at random moments and at each named point of the mail path, while people accept, decline, send and revoke,
// restarts each, and then looks for anything lost, done twice or half done (R1, R2, R4). The last line is
// `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../start/build.ts'
import { newLedger } from './acts.ts'
import { startInstance } from './instance.ts'
import { killAtPoints, killAtRandom, withoutOneOfEach } from './killing.ts'
import { newWalks, walkWatched } from './main-job.ts'
import { crashPoints } from './points.ts'
import { allChecks, figuresOf, report } from './report.ts'
import { newStopwatch } from './stopwatch.ts'

const { values } = parseArgs({
  options: {
    /** The number of kills at random moments, and the seconds that they may take. */
    cycles: { type: 'string' },
    seconds: { type: 'string' },
    /** The number of worker kills at named points, and the minimum number of mails sent meanwhile. */
    deaths: { type: 'string', default: String(crashPoints.length) },
    mails: { type: 'string', default: '0' },
    /**
     * A PostgreSQL with two standbys, one of which takes over, PgBouncer before the APIs, a Redis Cluster of three, and two
     * processes of each built site, at which people do the main job.
     */
    cluster: { type: 'boolean', default: false },
    /** How often the main job is done at the sites before anything is killed: streams, forms and lists go through both processes. */
    walks: { type: 'string', default: '4' },
    /** How long a worker may be silent before another takes over its jobs. */
    'lock-ms': { type: 'string', default: '15000' },
  },
})
const cycles = values.cycles === undefined ? Number.POSITIVE_INFINITY : Number(values.cycles)
const seconds = Number(values.seconds ?? (values.cycles === undefined ? 20 : 12 * 3600))
const [deaths, mails] = [Number(values.deaths), Number(values.mails)]
// A partner may send 200 mails a day, 50 per request; a kill at a named point takes about 20 mails.
const partnerCount = 12 + Math.ceil(Math.min(seconds, 4 * cycles) / 4 + Math.max(mails, 20 * deaths) / 150)

const folder = mkdtempSync(path.join(tmpdir(), 'entente-crash-'))
const ledger = newLedger()
const stopwatch = newStopwatch()
const { cluster } = values
if (cluster) await build()
const instance = await startInstance(folder, { partnerCount, lockMs: Number(values['lock-ms']), cluster })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, async () => {
    await instance.stop()
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
try {
  stopwatch.lap('start')
  const half = { cycles: cycles / 2, seconds: seconds / 2 }
  if (!cluster) instance.points.begin(deaths)
  const watched = newWalks()
  const { sites, world, mailedLink } = instance
  for (let round = 0; sites && round < Number(values.walks); round++)
    await walkWatched({ world, mailedLink, urls: sites.urls }, watched, ledger)
  if (sites) stopwatch.lap('one at the sites')
  const redundancy = await withoutOneOfEach(instance)
  stopwatch.lap('without one of each')
  // The points of the queue are its statements in PostgreSQL.
  if (!cluster) {
    await killAtPoints(instance, ledger, { mails, seconds: Math.max(60, seconds) })
    stopwatch.lap('named points')
  }
  const walks = newWalks()
  const first = await killAtRandom(instance, ledger, walks, half)
  stopwatch.lap('at random, Resend')
  const viaResend = await instance.mailIds()
  await instance.switchToSmtp()
  const second = await killAtRandom(instance, ledger, walks, half)
  stopwatch.lap('at random, SMTP')
  const kills = [...first.kills, ...second.kills]
  const quietMs = [first.quietMs, second.quietMs]
  const { checks, figures } = await allChecks(instance, ledger, {
    ...{ viaResend, kills, quietMs, redundancy, watched, walks },
    points: cluster ? [] : crashPoints,
  })
  stopwatch.lap('checks')
  const lines = { ...figuresOf(instance, ledger, kills, quietMs, figures, walks), time: stopwatch.laps() }
  process.exitCode = report(checks, lines) ? 0 : 1
} finally {
  await instance.stop()
  rmSync(folder, { recursive: true, force: true })
}
