import type pg from 'pg'
import { batched, forTurn } from './batched.ts'

/** The queue's statement that finishes a job and takes the next one, with its parameters in this order. */
const finishing = /from move_to_completed_fetch\(/i
type Parameters = [
  queue: string,
  id: string,
  token: string,
  value: string,
  finishedOn: number,
  removeAll: boolean,
  keepAge: number | null,
  keepCount: number | null,
  lockMs: number,
  now: number,
  worker: string | null,
  limiterMax: number | null,
  limiterMs: number | null,
]
const sharedOf = ([queue, , , , , removeAll, keepAge, keepCount, lockMs, , worker, ...limiter]: Parameters) =>
  [queue, removeAll, keepAge, keepCount, lockMs, worker, ...limiter] as const

type Answer = { rows: { id: string | null }[] }

// Locks what it finishes without waiting, so that it cannot wait in a circle with another statement that locks several jobs.
// What another one has locked is not answered.
const text = `with own as materialized
    (select job.id from job where job.queue = $1 and job.id = any($2::text[]) for update skip locked)
  select job.place, next.* from own
    join unnest($2::text[], $3::text[], $4::jsonb[], $5::bigint[], $6::bigint[])
      with ordinality as job (id, token, value, finished_on, now, place) on job.id = own.id
    left join lateral (select * from move_to_completed_fetch($1, job.id, job.token, job.value, job.finished_on,
      $7, $8, $9, $10, job.now, $11, $12, $13)) as next on true`

// A round waits for the one before it, so one on a connection whose other end is gone would hold up its queue for good.
const roundMsMax = 5000

/**
 * Makes the queue finish jobs that end at the same time, and take as many next ones, in one transaction: the commit is
 * most of what a job costs the database. One that cannot be finished does not keep the others from it.
 */
export function finishTogether(pool: pg.Pool): pg.Pool {
  const query = pool.query.bind(pool) as (
    statement: string | pg.QueryConfig,
    values?: unknown[],
  ) => Promise<Answer>

  async function finishAll(jobs: Parameters[]): Promise<(Answer | undefined)[]> {
    const [first] = jobs
    // Alone it is the queue's own statement.
    if (!first || jobs.length === 1) return [undefined]
    const all = <At extends keyof Parameters>(at: At) => jobs.map((job) => job[at])
    const [queue, ...shared] = sharedOf(first)
    const values = [queue, all(1), all(2), all(3), all(4), all(9), ...shared]
    const statement = { name: 'finish together', text, values, query_timeout: roundMsMax }
    const { rows } = (await query(statement)) as {
      rows: (Answer['rows'][number] & { place: string })[]
    }
    const answers: (Answer | undefined)[] = jobs.map(() => undefined)
    for (const { place, ...next } of rows)
      answers[Number(place) - 1] = { rows: next.id === null ? [] : [next] }
    return answers
  }

  /** A round for each queue and worker, whose jobs have the other parameters in common. */
  const rounds = new Map<string, (job: Parameters) => Promise<Answer | undefined>>()
  const roundOf = (job: Parameters) => {
    const key = JSON.stringify(sharedOf(job))
    const round = rounds.get(key) ?? batched(finishAll, { gather: forTurn })
    rounds.set(key, round)
    return round
  }
  const together = async (statement: string | pg.QueryConfig, values?: unknown[]) => {
    if (typeof statement !== 'string' || !values || !finishing.test(statement))
      return query(statement, values)
    const job = values as Parameters
    return (await roundOf(job)(job)) ?? query(statement, values)
  }
  return Object.assign(pool, { query: together })
}
