import { openQueuePool, type Place } from '@entente/queue/backend'
import type { Env } from './env.ts'

/** Queues live in the database unless `REDIS_URL` is set. */
export const queuePlace = (
  { CLOUD, DATABASE_DIRECT_URL, REDIS_URL }: Pick<Env, 'CLOUD' | 'DATABASE_DIRECT_URL' | 'REDIS_URL'>,
  onError: (error: Error) => void,
): Place =>
  REDIS_URL
    ? { kind: 'redis', url: REDIS_URL, cloud: CLOUD, onError }
    : { kind: 'postgres', pool: openQueuePool({ url: DATABASE_DIRECT_URL, onError }) }
