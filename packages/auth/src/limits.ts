import { authStatements } from '@entente/db/core/auth-statements'
import type { Database } from '@entente/db/core/database'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Cluster, Redis } from 'ioredis'
import {
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible'

const minutes = 60
const hours = 60 * minutes

/** How often (`points`), within how many seconds (`duration`). */
const rules = {
  signInOfAddress: { points: 30, duration: minutes },
  resetOfAddress: { points: 30, duration: hours },
  signUpOfAddress: { points: 30, duration: hours },
  userLinkOfPartner: { points: 100, duration: 24 * hours },
  membershipSignInOfAccount: { points: 5, duration: minutes },
  directorySignInOfAddress: { points: 30, duration: minutes },
  unknownLinkOfAddress: { points: 10, duration: minutes },
  // A blocked address is refused from memory, so that a flood does not cost a statement for each request.
  unsignedWebhookOfAddress: { points: 30, duration: minutes, inMemoryBlockOnConsumed: 31 },
}

export type LimitName = keyof typeof rules

export type Limits = {
  /** Counts one attempt; returns the seconds to wait when it exceeds the limit, else null. */
  count: (name: LimitName, key: string) => Promise<number | null>
  /** Takes one attempt back, because a correct password does not count as a guess. */
  giveBack: (name: LimitName, key: string) => Promise<void>
}

/**
 * Rate limits of an address or of somebody who is signed in; guesses at an account, which strangers make, are counted by
 * `@entente/db/identity/guesses`. In PostgreSQL, so that they hold across processes. They commit apart from what they guard, so that a
 * rollback does not undo a count.
 */
export const limitsOf = (database: Database): Limits =>
  limitsBy(
    (name, rule) =>
      new RateLimiterPostgres({
        ...rule,
        keyPrefix: name,
        storeClient: authStatements(database),
        storeType: 'pool',
        schemaName: 'auth',
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
  )

/** The same limits in Redis, separate for each cloud. While Redis is down, everything that they guard fails. */
export const redisLimits = (client: Cluster | Redis, cloud: CloudId): Limits =>
  limitsBy(
    (name, rule) =>
      new RateLimiterRedis({ ...rule, keyPrefix: `entente:${cloud}:limit:${name}`, storeClient: client }),
  )

function limitsBy(
  make: (name: string, rule: { points: number; duration: number }) => RateLimiterStoreAbstract,
): Limits {
  const limiters = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, make(name, rule)]),
  ) as Record<LimitName, RateLimiterStoreAbstract>
  return {
    async count(name, key) {
      try {
        await limiters[name].consume(key)
        return null
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return secondsOf(refusal)
        throw refusal
      }
    },
    async giveBack(name, key) {
      await limiters[name].reward(key)
    },
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000))
