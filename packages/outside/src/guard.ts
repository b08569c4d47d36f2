import { bulkhead, ConsecutiveBreaker, circuitBreaker, handleAll, wrap } from 'cockatiel'
import { isSilence } from './silence.ts'

const limits = { atOnce: 128, atOnceEach: 8, failures: 3, pauseMs: 30_000 }

/** Runs a piece of work that asks the server `at`, which belongs to `owner`; rejects at once when it may not ask now. */
export type Guard = <T>(owner: string, at: string, work: () => Promise<T>) => Promise<T>

/**
 * Keeps the servers of others from holding up this process: limits how much work waits for them at once, in all and for each
 * owner, and pauses after some requests in a row without an answer. After the pause one request tries for all. An owner
 * who names another server has no pause. The guard keeps one small entry for each owner that ever asked.
 */
export function openGuard(changed: Partial<typeof limits> = {}): Guard {
  const { atOnce, atOnceEach, failures, pauseMs } = { ...limits, ...changed }
  const all = bulkhead(atOnce)
  const newEntry = (at: string, own = bulkhead(atOnceEach)) => {
    const breaker = circuitBreaker(handleAll, {
      halfOpenAfter: pauseMs,
      breaker: new ConsecutiveBreaker(failures),
    })
    return { at, own, policy: wrap(own, all, breaker) }
  }
  const entries = new Map<string, ReturnType<typeof newEntry>>()
  return async (owner, at, work) => {
    const known = entries.get(owner)
    const entry = known?.at === at ? known : newEntry(at, known?.own)
    entries.set(owner, entry)
    const { outcome } = await entry.policy.execute(async () => {
      const [settled] = await Promise.allSettled([work()])
      // A refusal is an answer too, and ends the row.
      if (settled.status === 'rejected' && isSilence(settled.reason)) throw settled.reason
      return { outcome: settled }
    })
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }
}
