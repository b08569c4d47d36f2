import { openQueuePool, type Place } from '@entente/queue/backend'
import { checkQueueSchema } from '@entente/queue/queue-check'
import type { Env } from './env.ts'

/**
 * Queues live in the database unless `REDIS_URL` is set. Throws when the database has no queue of this build: the queue's own
 * loops would ask for it again and again, as fast as they can.
 */
export async function queuePlace(
  { CLOUD, DATABASE_DIRECT_URL, REDIS_URL }: Pick<Env, 'CLOUD' | 'DATABASE_DIRECT_URL' | 'REDIS_URL'>,
  onError: (error: Error) => void,
): Promise<Place> {
  if (REDIS_URL) return { kind: 'redis', url: REDIS_URL, cloud: CLOUD, onError }
  const state = await checkQueueSchema(DATABASE_DIRECT_URL)
  if (state !== 'ready') throw new Error(`The queue's schema is ${state}. Run: entente migrate`)
  return { kind: 'postgres', pool: openQueuePool({ url: DATABASE_DIRECT_URL, onError }) }
}
