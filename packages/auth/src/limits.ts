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

/** What an instance may set: how often one address of a visitor may try. */
export type AllowedTries = {
  signInsPerMinute: number
  signUpsPerHour: number
  resetsPerHour: number
  questionsPerHour: number
  unknownLinksPerMinute: number
}

const usual: AllowedTries = {
  ...{ signInsPerMinute: 30, signUpsPerHour: 30, resetsPerHour: 30 },
  ...{ questionsPerHour: 10, unknownLinksPerMinute: 10 },
}

/** How often (`points`), within how many seconds (`duration`). */
const rulesOf = (tries: AllowedTries) => ({
  signInOfAddress: { points: tries.signInsPerMinute, duration: minutes },
  resetOfAddress: { points: tries.resetsPerHour, duration: hours },
  signUpOfAddress: { points: tries.signUpsPerHour, duration: hours },
  referralOfAddress: { points: tries.questionsPerHour, duration: hours },
  referralOfMailbox: { points: 5, duration: 24 * hours },
  securityContactOfCustomer: { points: 5, duration: 24 * hours },
  userLinkOfPartner: { points: 100, duration: 24 * hours },
  membershipSignInOfAccount: { points: 5, duration: minutes },
  directorySignInOfAddress: { points: tries.signInsPerMinute, duration: minutes },
  unknownLinkOfAddress: { points: tries.unknownLinksPerMinute, duration: minutes },
  // A blocked address is refused from memory, so that a flood does not cost a statement for each request.
  unsignedWebhookOfAddress: { points: 30, duration: minutes, inMemoryBlockOnConsumed: 31 },
  unknownServiceOfAddress: { points: 30, duration: minutes, inMemoryBlockOnConsumed: 31 },
})

export type LimitName = keyof ReturnType<typeof rulesOf>

/** How much more than a host its wider network may do. */
const widerFactor = 10

export type Limits = {
  /**
   * Counts one attempt; returns the seconds to wait when it exceeds the limit, else null. `network` is the key of the
   * wider network around an address, which may do ten times as much: an attempt that its host may not make is not counted there.
   */
  count: (name: LimitName, key: string, network?: string) => Promise<number | null>
  /** Takes one attempt back, because a correct password does not count as a guess. */
  giveBack: (name: LimitName, key: string, network?: string) => Promise<void>
}

/**
 * Rate limits of an address or of somebody who is signed in; guesses at an account, which strangers make, are counted by
 * `@entente/db/identity/guesses`. In PostgreSQL, so that they hold across processes. They commit apart from what they guard, so that a
 * rollback does not undo a count.
 */
export const limitsOf = (database: Database, tries: AllowedTries = usual): Limits =>
  limitsBy(
    tries,
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
export const redisLimits = (client: Cluster | Redis, cloud: CloudId, tries: AllowedTries = usual): Limits =>
  limitsBy(
    tries,
    (name, rule) =>
      new RateLimiterRedis({ ...rule, keyPrefix: `entente:${cloud}:limit:${name}`, storeClient: client }),
  )

function limitsBy(
  tries: AllowedTries,
  make: (name: string, rule: { points: number; duration: number }) => RateLimiterStoreAbstract,
): Limits {
  const rules = rulesOf(tries)
  const each = (rule: (name: LimitName) => RateLimiterStoreAbstract) =>
    Object.fromEntries((Object.keys(rules) as LimitName[]).map((name) => [name, rule(name)])) as Record<
      LimitName,
      RateLimiterStoreAbstract
    >
  const limiters = each((name) => make(name, rules[name]))
  const wider = each((name) => {
    const { points, duration } = rules[name]
    return make(`${name}Network`, { points: points * widerFactor, duration })
  })
  return {
    async count(name, key, network) {
      try {
        await limiters[name].consume(key)
        if (network !== undefined) await wider[name].consume(network)
        return null
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return secondsOf(refusal)
        throw refusal
      }
    },
    async giveBack(name, key, network) {
      await limiters[name].reward(key)
      if (network !== undefined) await wider[name].reward(network)
    },
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000))
