import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  PostgresAdapter,
  type QueryResult,
  Transaction,
} from 'kysely'
import { CodeNamesCompiler, codeNames } from './code-names.ts'
import type { Engine } from './database.ts'
import type { DB } from './schema.gen.ts'

type Answers<T extends readonly unknown[]> = { -readonly [Place in keyof T]: Awaited<T[Place]> }

/** What was sent behind in each transaction. */
const sentBehind = new WeakMap<Transaction<DB>, Promise<unknown>[]>()

/**
 * Opens a transaction whose statements are sent when they are made, in this order, without waiting for the answers to
 * those before them. All that are made in one turn go in one packet. `work` sees the transaction through views; before what a
 * view sends, the server is told its `entry`, unless that view was also the last to send something.
 */
export async function inTransaction<T>(
  { kysely, props }: Engine,
  { isReading }: { isReading: boolean },
  work: (viewFrom: (entry: CompiledQuery) => Transaction<DB>) => Promise<T>,
): Promise<T> {
  const behind: Promise<unknown>[] = []
  const begun = kysely.transaction()
  const line: Line = {}
  try {
    return await (isReading ? begun.setAccessMode('read only') : begun).execute(async (serial) => {
      line.connection = await serial.getExecutor().provideConnection(async (connection) => connection)
      return work((entry) => {
        const trx = new Transaction<DB>({ ...props, executor: new OnConnection(line, entry) })
        sentBehind.set(trx, behind)
        return trx
      })
    })
  } catch (error) {
    throw (await errorsOf(behind)).find(isCause) ?? error
  } finally {
    line.connection = undefined
  }
}

/** The connection of a transaction while it goes on, and the view whose entry the server was told last. */
type Line = { connection?: DatabaseConnection | undefined; entered?: OnConnection }

const compiler = new CodeNamesCompiler()
const adapter = new PostgresAdapter()

/** Runs statements on one connection, without the dozen promises that Kysely makes for each that has to find its own. */
class OnConnection extends DefaultQueryExecutor {
  readonly #line: Line
  readonly #entry: CompiledQuery

  constructor(line: Line, entry: CompiledQuery) {
    super(compiler, adapter, { provideConnection: async (use) => use(this.#enter()) }, [codeNames])
    this.#line = line
    this.#entry = entry
  }

  // Not async: that would make another promise for each statement.
  override executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#enter().executeQuery(query)
  }

  #enter(): DatabaseConnection {
    const { connection, entered } = this.#line
    if (!connection) throw new Error('This transaction is over.')
    if (entered !== this) {
      this.#line.entered = this
      // What is sent next fails with its error.
      connection.executeQuery(this.#entry).catch(() => {})
    }
    return connection
  }
}

/**
 * The answers to statements that are sent together, in one packet: `batch([lockCustomer(db, id), listGrants(db, id)])`.
 * PostgreSQL runs one after the other, each with a snapshot of its own: what is read behind a lock is what was committed
 * until the lock was granted (R7). Throws the error of the statement that failed first.
 */
export async function batch<const T extends readonly unknown[]>(sent: T): Promise<Answers<T>> {
  const errors = await errorsOf(sent)
  if (errors.length > 0) throw errors.find(isCause) ?? errors[0]
  return Promise.all(sent)
}

/**
 * Sends a write whose answer nobody needs, in one packet with the next statements or with the commit. When it fails, the
 * transaction ends with its error. A write whose failure the caller handles is executed and awaited instead.
 */
export async function sendBehind(
  db: Transaction<DB>,
  write: Parameters<typeof db.executeQuery>[0],
): Promise<void> {
  const answer = db.executeQuery(write)
  const behind = sentBehind.get(db)
  if (!behind) return void (await answer)
  answer.catch(() => {})
  behind.push(answer)
}

/** Waits for what was sent behind, and throws the error of what failed first. */
export async function answered(db: Transaction<DB>): Promise<void> {
  const cause = (await errorsOf(sentBehind.get(db)?.splice(0) ?? [])).find(isCause)
  if (cause) throw cause
}

const errorsOf = async (sent: readonly unknown[]): Promise<unknown[]> =>
  (await Promise.allSettled(sent)).flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))

// What is sent behind a failed statement fails too, because the transaction is aborted.
const isCause = (error: unknown): boolean =>
  !(error instanceof Error && 'code' in error && error.code === '25P02')
