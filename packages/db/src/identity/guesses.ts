import { sql } from 'kysely'
import type { AuthDb } from '../core/scopes.ts'

/**
 * Counts one guess as a failure before it is checked, so that many at once cannot pass; `waits` says how many seconds
 * follow the first, second … failure. Returns null, or the seconds until the next guess is taken; such a guess is not
 * counted. Where no wait follows, a process whose clock is a little behind waits neither. Failures are forgotten a day
 * after the last one.
 */
export async function takeGuess(
  db: AuthDb,
  key: string,
  waits: readonly number[],
  now: Date,
): Promise<number | null> {
  const seconds = sql`${waits}::integer[]`
  const failures = sql`case when guess.forget_at <= ${now} then 1 else guess.failures + 1 end`
  const { rows: taken } = await sql`
    insert into auth.guess as guess (key, failures, open_at, forget_at)
    values (${key}, 1, ${now}::timestamptz + make_interval(secs => (${seconds})[1]), ${dayAfter(now)})
    on conflict (key) do update set failures = ${failures}, forget_at = excluded.forget_at,
      open_at = ${now}::timestamptz
        + make_interval(secs => (${seconds})[least(${failures}, cardinality(${seconds}))])
    where guess.open_at <= ${now} or (${seconds})[least(guess.failures, cardinality(${seconds}))] = 0
    returning key`.execute(db)
  if (taken.length > 0) return null
  const waiting = await db.selectFrom('auth.guess').select('openAt').where('key', '=', key).executeTakeFirst()
  const waitMs = waiting ? waiting.openAt.getTime() - now.getTime() : 0
  return Math.max(1, Math.ceil(waitMs / 1000))
}

/** Forgets failures, because the guess was right. */
export const forgetFailures = (db: AuthDb, key: string): Promise<unknown> =>
  db.deleteFrom('auth.guess').where('key', '=', key).execute()

/** Takes one guess back, and leaves the failures before it: it was no failure, but proves nothing about them. */
export const undoGuess = (db: AuthDb, key: string, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.guess')
    .set((eb) => ({ failures: eb('failures', '-', 1), openAt: now }))
    .where('key', '=', key)
    .execute()

/**
 * Counts a failure in the series of an account; true for the one that completes it. The next series begins a day later,
 * so that a day has one.
 */
export async function completesSeries(db: AuthDb, key: string, length: number, now: Date): Promise<boolean> {
  const isOver = sql`guess.forget_at <= ${now}`
  const { rows } = await sql<{ failures: number }>`
    insert into auth.guess as guess (key, failures, open_at, forget_at)
    values (${key}, 1, ${now}, ${dayAfter(now)})
    on conflict (key) do update set
      failures = case when ${isOver} then 1 else guess.failures + 1 end,
      forget_at = case when ${isOver} or guess.failures + 1 = ${length} then excluded.forget_at
        else guess.forget_at end
    returning failures`.execute(db)
  return rows[0]?.failures === length
}

const dayAfter = (moment: Date): Date => new Date(moment.getTime() + 86_400_000)
