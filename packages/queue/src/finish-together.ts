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

// What `move_to_completed_fetch` does for each of our jobs, for all at once: they have no parents, children or duplicates, and
// nobody listens to the events that it records. It keeps an eye on their number only, as that function does. Whatever this does
// not know is left to that function: a queue that is paused or limited, delayed jobs whose time has come, a lost lock.
// Locks what it finishes without waiting, so that it cannot wait in a circle with another statement that locks several jobs.
// What another one has locked is not answered.
const text = `with usual as materialized (
    select pg_advisory_xact_lock_shared(hashtext('bullmq:finalization'), hashtext($1))
    where not exists (select from meta where queue = $1 and (field in ('concurrency', 'max') or field = 'paused' and value = '1'))
      and not exists (select from job where queue = $1 and state = 'delayed' and process_at_ms <= $6)),
  own as materialized (
    select job.id, job.seq, ended.token, ended.value, ended.finished_on, ended.place
    from unnest($2::text[], $3::text[], $4::jsonb[], $5::bigint[])
      with ordinality as ended (id, token, value, finished_on, place)
    join job on job.queue = $1 and job.id = ended.id and job.state = 'active' and job.lock_token = ended.token
      and job.parent_id is null and job.dedup_id is null
    where exists (select from usual)
      and not exists (select from job_dependency child where child.parent_queue = $1 and child.parent_id = ended.id)
    for update of job skip locked),
  ended as (
    update job set state = 'completed', return_value = own.value, finished_at_ms = own.finished_on, lock_token = null,
      locked_until_ms = null, attempts_made = attempts_made + 1
    from own where job.queue = $1 and job.id = own.id),
  old as (
    delete from job where queue = $1 and state = 'completed' and finished_at_ms <= $6 - $7::bigint * 1000
      and exists (select from own)),
  unheard as (
    delete from event where queue = $1 and id <= (select max(id) from event where queue = $1) - 10000
      and exists (select from own where seq % 256 = 0)),
  ready as materialized (
    select id, priority, seq from job where queue = $1 and state = 'waiting' order by priority, seq
    limit (select count(*) from own) for update skip locked),
  next as (
    update job set state = 'active', lock_token = place.token, locked_until_ms = $6 + $8::bigint, processed_at_ms = $6,
      processed_by = $9, attempts_started = attempts_started + 1
    from (select id, row_number() over (order by priority, seq) as at from ready) taken
    join (select token, place, row_number() over (order by place) as at from own) place using (at)
    where job.queue = $1 and job.id = taken.id returning place.place, job.*)
  select own.place as ended, next.* from own left join next using (place)`

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
    const [queue, , , , , , keepAge, , lockMs, , worker] = first
    const now = Math.max(...all(9))
    const values = [queue, all(1), all(2), all(3), all(4), now, keepAge, lockMs, worker]
    const statement = { name: 'finish together', text, values, query_timeout: roundMsMax }
    const { rows } = (await query(statement)) as {
      rows: (Answer['rows'][number] & { ended: string; place: string | null })[]
    }
    const answers: (Answer | undefined)[] = jobs.map(() => undefined)
    for (const { ended, place, ...next } of rows)
      answers[Number(ended) - 1] = { rows: next.id === null ? [] : [next] }
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
    const [, , , , , removeAll, , keepCount, , , , limiterMax] = job
    if (removeAll || keepCount !== null || limiterMax !== null) return query(statement, values)
    return (await roundOf(job)(job)) ?? query(statement, values)
  }
  return Object.assign(pool, { query: together })
}
