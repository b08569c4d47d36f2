// Preloaded into the programs of the crash test, which do not know about it: kills its own process with kill -9 at the
// point of the mail path named by CRASH_POINT (R2), after passing it CRASH_PASSES times.
import { subscribe } from 'node:diagnostics_channel'
import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import pg from 'pg'
import { type CrashPoint, deathLine } from './points.ts'

const chosen = process.env.CRASH_POINT
let passes = Number(process.env.CRASH_PASSES)

function pass(point: CrashPoint | undefined): void {
  if (point === undefined || point !== chosen || --passes > 0) return
  writeSync(1, `${deathLine(point)}\n`)
  process.kill(process.pid, 'SIGKILL')
}

/** A statement of the mail path: the points before it, after it if it had an effect, and at the transaction's end. */
type Stage = {
  text: RegExp
  /** The queue's statements are the same for every queue; their first parameter names the queue. */
  isOfQueue?: boolean
  before?: CrashPoint
  after?: CrashPoint
  beforeCommit?: CrashPoint
  afterCommit?: CrashPoint
}

const stages: Stage[] = [
  { text: /from add_jobs_bulk\(/i, isOfQueue: true, after: 'queued' },
  { text: /from move_to_active\(/i, isOfQueue: true, before: 'before claim', after: 'after claim' },
  {
    text: /from move_to_completed_fetch\(/i,
    isOfQueue: true,
    before: 'before finish',
    after: 'after claim',
  },
  { text: /from move_to_completed\(/i, isOfQueue: true, before: 'before finish' },
  { text: /^select .*from "request_recipient"/, before: 'before reading', after: 'after reading' },
  {
    text: /^insert into "mail_delivery"/,
    before: 'after render',
    beforeCommit: 'inside save',
    afterCommit: 'after save',
  },
  {
    text: /^update "mail_delivery" set "status"/,
    before: 'before mark',
    beforeCommit: 'inside mark',
    afterCommit: 'after mark',
  },
]

const stageOf = (text: string, values: readonly unknown[] = []): Stage | undefined =>
  stages.find((stage) => stage.text.test(text) && (!stage.isOfQueue || values[0] === 'mail'))

type Result = { rows: { id?: unknown }[] }
type Callback = (error: unknown, result: Result) => void
type Statement = { text: string; values?: readonly unknown[] }
/** Statements that our own code sends together (`packages/db/src/core/packet.ts`). */
type Packet = { sent: (Statement & { resolve: (result: Result) => void })[] }
type Query = (config: string | Statement | Packet, ...rest: unknown[]) => unknown

/** The last stage in each connection's open transaction. */
const underWay = new WeakMap<object, Stage>()

/** Passes the points before a statement, and returns what passes those after it. */
function begin(connection: object, { text, values }: Statement): ((result: Result) => void) | undefined {
  const isCommit = text === 'commit'
  const stage = isCommit ? underWay.get(connection) : stageOf(text, values)
  if (isCommit || text === 'begin') underWay.delete(connection)
  if (!stage) return undefined
  if (!isCommit) underWay.set(connection, stage)
  pass(isCommit ? stage.beforeCommit : stage.before)
  return ({ rows }) => {
    if (isCommit) pass(stage.afterCommit)
    else if (rows.some(({ id }) => id !== null)) pass(stage.after)
  }
}

function listenToStatements(): void {
  const client = pg.Client.prototype as unknown as { query: Query }
  const { query } = client
  client.query = function (this: object, config, ...rest) {
    if (typeof config === 'object' && 'sent' in config) {
      for (const statement of config.sent) {
        const after = begin(this, statement)
        const { resolve } = statement
        if (after)
          statement.resolve = (result) => {
            after(result)
            resolve(result)
          }
      }
      return query.call(this, config, ...rest)
    }
    const values = Array.isArray(rest[0]) ? rest[0] : []
    const after = begin(this, typeof config === 'string' ? { text: config, values } : config)
    if (!after) return query.call(this, config, ...rest)
    const callback = rest.at(-1)
    if (typeof callback !== 'function')
      return (query.call(this, config, ...rest) as Promise<Result>).then((result) => {
        after(result)
        return result
      })
    return query.call(this, config, ...rest.slice(0, -1), ((error, result) => {
      if (!error) after(result)
      ;(callback as Callback)(error, result)
    }) satisfies Callback)
  }
}

function listenToRequests(): void {
  const points: Record<string, CrashPoint> = {
    'undici:client:sendHeaders': 'before send',
    'undici:request:bodySent': 'while sending',
    'undici:request:headers': 'after accept',
    'undici:request:trailers': 'after answer',
  }
  for (const [channel, point] of Object.entries(points))
    subscribe(channel, (message) => {
      const { request } = message as { request: { path: string } }
      if (request.path === '/emails') pass(point)
    })
}

if (chosen !== undefined) {
  listenToStatements()
  listenToRequests()
}
// Written before the kill: a killed process keeps nothing for its next start.
setTimeout(flushCompileCache, 1500).unref()
