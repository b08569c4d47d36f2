import { type RawBuilder, sql } from 'kysely'
import { dropOutboxWeek } from '../core/outbox-weeks.ts'
import type { KeeperDb } from '../core/scopes.ts'

export type RetentionRule = {
  /** Selects the rows that are due. A test checks that an index finds them. */
  due: RawBuilder<unknown>
  /** Deletes or blanks at most `limit` of them and returns how many. */
  apply: (db: KeeperDb, limit: number) => Promise<number>
}

/**
 * Whether a row is one of those that are selected, by its key. As an array, which is looked up in the key's index: joined with
 * the rows, the table may be read whole.
 */
const isOf = (key: string, selected: RawBuilder<unknown>) =>
  key.includes(',') ? sql`(${sql.raw(key)}) in (${selected})` : sql`${sql.raw(key)} = any(array(${selected}))`

/** Deletes the rows of a table that are due; `key` names its primary key. */
export function deleting(table: string, due: RawBuilder<unknown>, key = 'id'): RetentionRule {
  const [from, columns] = [sql.raw(table), sql.raw(key)]
  const selected = sql`select ${columns} from ${from} where ${due}`
  return {
    due: selected,
    apply: async (db, limit) =>
      countOf(await sql`delete from ${from} where ${isOf(key, sql`${selected} limit ${limit}`)}`.execute(db)),
  }
}

/** Sets columns of the rows of a table that are due. */
export function blanking(
  table: string,
  due: RawBuilder<unknown>,
  change: RawBuilder<unknown>,
): RetentionRule {
  const from = sql.raw(table)
  const selected = sql`select id from ${from} where ${due}`
  return {
    due: selected,
    apply: async (db, limit) =>
      countOf(
        await sql`update ${from} set ${change} where ${isOf('id', sql`${selected} limit ${limit}`)}`.execute(
          db,
        ),
      ),
  }
}

export const countOf = ({ numAffectedRows = 0n }: { numAffectedRows?: bigint }) => Number(numAffectedRows)

/**
 * Jobs that were relayed 30 days ago, with the week of their cause, which is dropped as a whole once it is as old. A dead letter
 * waits for an operator, however long; what stayed of a week because of that, or was never in one, is deleted row by row.
 */
export function outboxRows(now: Date): RetentionRule {
  // The week of everything older was dropped, unless the keeper did not run for a day.
  const stayed = sql`created_at < ${since(now, { days: 38 })}`
  const due = sql`select id from outbox
    where relayed_at < ${since(now, { days: 30 })} and failed_at is null and ${stayed}`
  return {
    due,
    apply: async (db, limit) => {
      const rows =
        await sql`delete from outbox where ${stayed} and ${isOf('id', sql`${due} limit ${limit}`)}`.execute(
          db,
        )
      return countOf(rows) + (await dropOutboxWeek(db))
    },
  }
}

export type Span = { days?: number; months?: number }

/** The moment that long before `now`, by the database's calendar. */
export const since = (now: Date, { days = 0, months = 0 }: Span) =>
  sql`${now}::timestamptz - make_interval(days => ${days}, months => ${months})`
