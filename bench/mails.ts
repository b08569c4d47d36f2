import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { findRedis, startRedis } from '@entente/testkit/redis'
import type { Bench } from './bench.ts'
import { inLab } from './lab.ts'
import { inTurns } from './load.ts'
import { openRecording } from './mail-jobs.ts'
import { processorTime } from './processor-time.ts'
import { during } from './profile.ts'
import { milliseconds, perSecond, type Row } from './rows.ts'

const rounds = 3

/**
 * How fast are mails handed to the transport? A separate worker process runs waiting jobs: requests of a partner through
 * the whole mail path (read, render, save, hand over, mark) with a transport that only counts, and jobs that do nothing,
 * which shows the limit of BullMQ itself. Once with queues in PostgreSQL, once in Redis.
 */
export const mails: Bench = ({ sizes: [perRound = 600], profile }) =>
  inLab(async (server, folder) => {
    const recording = await openRecording(server.url(), folder)
    const redis = findRedis() ? await startRedis() : undefined
    if (!redis) console.log('Without redis-server only PostgreSQL is measured.')
    try {
      const rows: Row[] = []
      for (const redisUrl of redis ? [undefined, redis.url] : [undefined]) {
        const worked = async (work: 'empty' | 'mails', flags: string[] = []) => {
          await recording.record(work, perRound, redisUrl)
          const { workerUrl: url, keysFile } = recording
          const before = processorTime(server.pid())
          const done = await runWorker(flags, { work, count: perRound, url, redisUrl, keysFile })
          if (done.sent !== (work === 'mails' ? perRound : 0))
            throw new Error(`${perRound} mails waited, ${done.sent} were sent.`)
          return { ...done, processorMs: done.processorMs + processorTime(server.pid()) - before }
        }
        const results = await inTurns(
          rounds,
          () =>
            during(
              profile,
              server.url(),
              () => worked('mails', profile?.flags(redisUrl ? 'worker, Redis' : 'worker')),
              ({ from, seconds }) => ({ from, until: from + seconds * 1_000_000 }),
            ),
          () => worked('empty'),
        )
        const rate = ({ seconds }: Worked) => perRound / seconds
        rows.push({
          what: `mails, queues in ${redisUrl ? 'Redis' : 'PostgreSQL'}`,
          figure: perSecond(results.ours(rate)),
          reference: `${perSecond(results.reference(rate))} empty jobs`,
          value: results.ratio(rate),
          unit: 'x',
          target: { atLeast: redisUrl ? 0.3 : 0.6 },
        })
        const each = ({ processorMs }: Worked) => processorMs / perRound
        rows.push({
          what: `a mail, queues in ${redisUrl ? 'Redis' : 'PostgreSQL'}: processor time of worker and PostgreSQL`,
          figure: milliseconds(results.ours(each)),
          reference: `${milliseconds(results.reference(each))} empty job`,
          value: results.ratio(each),
          unit: 'x',
        })
      }
      return rows
    } finally {
      await recording.close()
      await redis?.stop()
    }
  })

/** `from` is when the first job started, on the clock of the profiles. */
type Worked = { from: number; seconds: number; sent: number; processorMs: number }

async function runWorker(flags: string[], settings: object): Promise<Worked> {
  const file = path.join(import.meta.dirname, '../apps/worker/testing/counting-worker.ts')
  const child = spawn(process.execPath, [...flags, file, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The worker ended with code ${code}.`)
  return JSON.parse(said)
}
