// The sites check this file without the declarations of the rest of the package.
/// <reference path="./pg-utils.d.ts" />
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'
import { type Answer, Packet, type Sent } from './packet.ts'
import { isUnavailable } from './unavailable.ts'

// Far more statements than we have. Those whose length depends on their input must not fill the server's memory.
const namesMax = 1000

const unread = { command: 'SELECT', rowCount: 0, rows: [] }

/** Marks the statement that sets the scope, its role first. Its response is not read: the next one is sent without waiting for it. */
export const sentAhead = '/* ahead */'

/** What `pg` makes of a value. An act has one moment, which most of its statements write. */
function sentValue(value: unknown): Buffer | string | null {
  if (!(value instanceof Date)) return prepareValue(value)
  const ms = value.getTime()
  if (ms !== lastMoment.ms) lastMoment = { ms, text: prepareValue(value) }
  return lastMoment.text
}

let lastMoment: { ms: number; text: Buffer | string | null } = { ms: Number.NaN, text: null }

/** Begins a transaction that writes nothing. */
const beginReading = 'start transaction read only'
// Its end waits this long for the connection's next statements, to share a packet with them.
const endsWithinMs = 5
// So many in a row: a pooler in between keeps its server for a connection until a packet ends outside a transaction.
const endsSharedMax = 8

/** Whether the server said so, and goes on: a statement that took too long can be rolled back, and frees its locks then. */
const isAnswer = (error: Error): boolean => 'severity' in error && error.severity === 'ERROR'

/**
 * A pool whose connections prepare each statement once and then only bind it: parsing and planning is a third of what
 * an acceptance costs PostgreSQL. Select lists name their columns, because a prepared `select *` fails after a
 * migration that adds one. Each role prepares its own: their policies differ, and PostgreSQL would plan a shared one again
 * whenever the role changes. Without `names` each statement is parsed every time: for a pooler in between that gives each
 * transaction another connection and does not know prepared statements (PgBouncer does since 1.21).
 *
 * Statements that are made in one turn go in one packet; `begin` and the statement that sets the scope go with the first
 * statement (the pool's clients must be in pipeline mode). When one of these two fails, the transaction has no role with
 * rights, so the connection is given up. Nothing depends on the end of a transaction that only read, so nobody waits for it.
 */
export function preparing(pool: pg.Pool, { names: isNaming }: { names: boolean }): PostgresPool {
  const names = new Map<string, Map<string, string>>()
  let named = 0
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const nameOf = (role: string, text: string): string | undefined => {
    const ofRole = names.get(role) ?? new Map<string, string>()
    const known = ofRole.get(text)
    if (known || !isNaming || named >= namesMax) return known
    const name = `s${++named}`
    names.set(role, ofRole.set(text, name))
    return name
  }
  const prepare = (client: pg.PoolClient): PostgresPoolClient => {
    // A connection that did not answer is never used again: not to roll back, and not by the next request.
    let lost: Error | undefined
    let held: Sent[] = []
    let isDue = false
    let isReading = false
    let role = ''
    let endsShared = 0
    const flush = () => {
      isDue = false
      if (held.length === 0) return
      const packet = new Packet(client, held)
      held = []
      client.query(packet)
    }
    type Outcome = Pick<Sent, 'isAhead' | 'resolve' | 'reject'>
    const hold = (text: string, values: readonly unknown[], outcome: Outcome) => {
      held.push({ text, values: values.map(sentValue), name: nameOf(role, text), ...outcome })
    }
    const send = (text: string, values: readonly unknown[]) =>
      new Promise<Answer>((resolve, fail) => {
        const reject = (error: Error) => {
          if (isUnavailable(error) && !isAnswer(error)) lost = error
          fail(error)
        }
        hold(text, values, { isAhead: false, resolve, reject })
        if (isDue) return
        // After what else is sent in this turn.
        isDue = true
        process.nextTick(flush)
      })
    const ahead: Outcome = {
      isAhead: true,
      resolve: () => {},
      reject: (error) => {
        lost ??= error
      },
    }
    // Not async: that would make another promise for each statement.
    const query = (text: string, values: readonly unknown[]): Promise<Answer> => {
      if (lost) return Promise.reject(lost)
      const isBegin = text === 'begin' || text === beginReading
      const isEnd = text === 'commit' && isReading
      if (isBegin) isReading = text === beginReading
      if (isBegin || text === 'commit' || text === 'rollback') role = ''
      if (isBegin || isEnd || text.startsWith(sentAhead)) {
        hold(text, values, ahead)
        if (text.startsWith(sentAhead)) role = String(values[0])
        if (isEnd && ++endsShared > endsSharedMax) {
          endsShared = 0
          flush()
        } else if (isEnd) setTimeout(flush, endsWithinMs)
        return Promise.resolve(unread)
      }
      return send(text, values)
    }
    // Kysely also allows cursors, which nothing here opens.
    return {
      query,
      release: (destroy?: boolean) => client.release(lost ?? destroy),
    } as unknown as PostgresPoolClient
  }
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect()
      // Always the same object for a connection: Kysely keeps what it knows about it there.
      const known = clients.get(client) ?? prepare(client)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}
