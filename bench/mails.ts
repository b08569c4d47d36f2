// How fast are mails handed to the transport? `npm run bench -- mails [mails per round]`
// A worker process of its own works off jobs that wait: in turns jobs that do nothing, which is what BullMQ itself can,
// and requests that a partner sends, through all of the mail path (truth read, rendered, saved, handed over, marked)
// with a transport that only counts. PostgreSQL durable; once with queues in it, once with queues in Redis.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPg } from '@entente/testkit/pg'
import { findRedis, startRedis } from '@entente/testkit/redis'
import { median } from './load.ts'
import { openRecording } from './mail-jobs.ts'

const rounds = 3
const perRound = Number(process.argv[2] ?? 600)
const target = 0.5

const folder = mkdtempSync(path.join(tmpdir(), 'entente-bench-'))
const server = await startPg({ dir: path.join(folder, 'pg') })
try {
  const recording = await openRecording(server.url(), folder)
  const redis = findRedis() ? await startRedis() : undefined
  if (!redis) console.log('Without redis-server only PostgreSQL is measured.')
  for (const redisUrl of redis ? [undefined, redis.url] : [undefined]) {
    const results: { empty: number; mails: number }[] = []
    for (let round = 0; round <= rounds; round++) {
      const empty = await measure('empty', redisUrl)
      const mails = await measure('mails', redisUrl)
      // The first round warms the database up.
      if (round > 0) results.push({ empty, mails })
    }
    report(redisUrl ? 'Redis' : 'PostgreSQL', results)
  }
  await recording.close()
  await redis?.stop()

  async function measure(work: 'empty' | 'mails', redisUrl: string | undefined): Promise<number> {
    await recording.record(work, perRound, redisUrl)
    const settings = {
      work,
      count: perRound,
      url: recording.workerUrl,
      redisUrl,
      keysFile: recording.keysFile,
    }
    const { seconds, sent } = await runWorker(settings)
    if (sent !== (work === 'mails' ? perRound : 0))
      throw new Error(`${perRound} mails waited, ${sent} were sent.`)
    return perRound / seconds
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function runWorker(settings: object): Promise<{ seconds: number; sent: number }> {
  const file = path.join(import.meta.dirname, '../apps/worker/testing/counting-worker.ts')
  const child = spawn(process.execPath, [file, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The worker ended with code ${code}.`)
  return JSON.parse(said)
}

function report(where: string, results: { empty: number; mails: number }[]): void {
  const empty = Math.round(median(results.map((result) => result.empty)))
  const mails = Math.round(median(results.map((result) => result.mails)))
  const ratio = median(results.map((result) => result.mails / result.empty))
  console.log(
    `mails, queues in ${where}: ${mails}/s against ${empty} empty jobs/s: ${ratio.toFixed(2)} x (target at least ${target.toFixed(2)})`,
  )
}
