import { checkQueueSchema } from '@entente/queue/queue-check'
import { openRedis } from '@entente/queue/redis'
import { codeOf, type Finding, ok, placeOf, skipped, within, wrong } from './finding.ts'

const about = 'queue'

/** Checks that the queue's storage is ready: schema `bullmq` of the database, or Redis when REDIS_URL is set. */
export async function checkQueue(
  workerUrl: string | undefined,
  redisUrl: string | undefined,
): Promise<Finding> {
  if (redisUrl) return checkRedis(redisUrl)
  if (!workerUrl) return skipped(about, 'DATABASE_DIRECT_URL is not valid')
  try {
    const state = await within(checkQueueSchema(workerUrl))
    if (state === 'ready') return ok(about, 'its schema is ready in the database')
    const says =
      state === 'missing' ? 'its schema is missing from the database' : 'its schema is older than this build'
    return wrong(about, says, 'Run: entente migrate')
  } catch (error) {
    // The check of the worker's database reports it.
    return skipped(about, `the database could not be reached (${codeOf(error)})`)
  }
}

async function checkRedis(url: string): Promise<Finding> {
  let lost: Error | undefined
  const client = openRedis({ url, whileDown: 'fail', onError: (error) => (lost = error) })
  try {
    await within(client.ping())
    return (
      losing(placeOf(url), await within(Promise.all([client.info('memory'), client.info('persistence')]))) ??
      ok(about, `Redis answers at ${placeOf(url)}, and keeps what it gets`)
    )
  } catch (error) {
    const isRefused = /NOAUTH|WRONGPASS/.test(`${lost?.message} ${(error as Error).message}`)
    if (isRefused)
      return wrong(about, `Redis at ${placeOf(url)} refused the user or password`, 'Correct REDIS_URL')
    return wrong(
      about,
      `Redis does not answer at ${placeOf(url)} (${codeOf(lost ?? error)})`,
      'Start it, or remove REDIS_URL to keep the queue in the database',
    )
  } finally {
    client.disconnect()
  }
}

/** Jobs that Redis evicts, or forgets at a restart, are lost. */
function losing(place: string, facts: string[]): Finding | undefined {
  const fact = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(facts.join('\n'))?.[1]
  const policy = fact('maxmemory_policy')
  if (policy && policy !== 'noeviction')
    return wrong(about, `Redis at ${place} evicts jobs (${policy})`, 'Set maxmemory-policy noeviction')
  if (fact('aof_enabled') === '0')
    return wrong(about, `Redis at ${place} forgets jobs when it restarts`, 'Set appendonly yes')
  return undefined
}
