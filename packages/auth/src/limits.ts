import { authStatements } from '@entente/db/auth-statements'
import type { Database } from '@entente/db/database'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

const minutes = 60
const hours = 60 * minutes

/** The limits of design 4: how often, within how many seconds. */
const rules = {
  signInOfAccount: { points: 5, duration: minutes },
  signInOfAddress: { points: 30, duration: minutes },
  resetOfAccount: { points: 3, duration: hours },
  resetOfAddress: { points: 30, duration: hours },
  signUpOfAddress: { points: 30, duration: hours },
  signUpOfEmail: { points: 3, duration: hours },
  unknownLinkOfAddress: { points: 10, duration: minutes },
}

export type LimitName = keyof typeof rules

export type Limits = {
  /** Counts one attempt; answers how many seconds to wait when it was one too many, else null. */
  count: (name: LimitName, key: string) => Promise<number | null>
  /** Takes one attempt back: a right password does not count as a guess. */
  giveBack: (name: LimitName, key: string) => Promise<void>
}

/** Rate limits kept in PostgreSQL, so that they hold across processes. They commit apart from what they guard. */
export function limitsOf(database: Database): Limits {
  const limiters = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
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
    ]),
  ) as unknown as Record<LimitName, RateLimiterPostgres>
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
