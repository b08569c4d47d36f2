import pg from 'pg'
import { codeNames } from './code-names.ts'
import { Messages } from './messages.ts'

/** A statement on its way to the server. */
export type Sent = {
  text: string
  /** As they go to the server. */
  values: readonly (Buffer | string | null)[]
  /** Under which connections prepare it; without one it is parsed every time. */
  name: string | undefined
  /** Whatever follows is meaningless without it, so it fails with the same error. */
  isAhead: boolean
  resolve: (answer: Answer) => void
  reject: (error: Error) => void
}

export type Answer = { command: string; rowCount: number; rows: Record<string, unknown>[] }

type Field = { name: string; read: (text: string) => unknown }

/** A statement that a connection prepares under a name, with the columns of its rows once it is prepared: these cannot change. */
type Prepared = { wireName: string; fields: Field[] | undefined }
type Known = { statements: Map<string, Prepared>; made: number }
const knownTo = new WeakMap<object, Known>()

/** What every query of `pg` uses of a connection, though its types leave it out. */
type Wire = Pick<pg.Connection, 'stream'>

/**
 * Statements that reach the server in one packet and are answered in one. The server runs one after the other, each with a
 * snapshot of its own. When one fails, it skips the others, which fail as in an aborted transaction.
 *
 * `pg` asks for an answer to each statement and for a description of its rows: half of what both sides do for a short one.
 */
export class Packet extends pg.Query {
  readonly #client: pg.ClientBase
  readonly sent: readonly Sent[]
  #known: Known | undefined
  /** Of each statement, how the connection prepares it; undefined for one without a name. */
  #prepared: (Prepared | undefined)[] = []
  #at = 0
  #fields: Field[] = []
  #rows: Answer['rows'] = []
  #fault: Error | undefined
  /** `pg` wraps it to give up what takes too long. */
  callback: (error?: Error | null) => void = () => {}

  constructor(client: pg.ClientBase, sent: readonly Sent[]) {
    super('')
    this.#client = client
    this.sent = sent
  }

  override submit = (connection: object): void => {
    const wire = connection as Wire
    const known = knownTo.get(wire) ?? { statements: new Map(), made: 0 }
    knownTo.set(wire, known)
    this.#known = known
    const messages = new Messages()
    for (const { text, values, name } of this.sent) {
      const prepared = name === undefined ? undefined : preparedAs(known, name)
      this.#prepared.push(prepared)
      const statement = prepared?.wireName ?? ''
      if (!prepared?.fields) {
        messages.parse(statement, text)
        messages.describe(statement)
      }
      messages.bind(statement, values)
      messages.execute()
    }
    messages.sync()
    if (wire.stream.writable) wire.stream.write(messages.written())
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.#fields = fields.map(({ name, dataTypeID }) => {
      const read = this.#client.getTypeParser(dataTypeID, 'text')
      return {
        name: codeNames.columnOf(name),
        read: jsonTypes.has(dataTypeID) ? (text: string) => codeNames.valueOfJson(read(text)) : read,
      }
    })
  }

  handleDataRow({ fields: values }: { fields: (string | null)[] }): void {
    const row: Record<string, unknown> = {}
    try {
      const fields = this.#prepared[this.#at]?.fields ?? this.#fields
      for (let place = 0; place < fields.length; place++) {
        // Safe: it is below the length.
        const { name, read } = fields[place] as Field
        const value = values[place]
        row[name] = value == null ? null : read(value)
      }
      this.#rows.push(row)
    } catch (error) {
      this.#fault = error as Error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const [command = '', ...counts] = text.split(' ')
    const answer = { command, rowCount: Number(counts.at(-1) ?? 0), rows: this.#rows }
    const prepared = this.#prepared[this.#at]
    if (prepared) prepared.fields ??= this.#fields
    const sent = this.sent[this.#at++]
    if (this.#fault) sent?.reject(this.#fault)
    else sent?.resolve(answer)
    this.#fields = []
    this.#rows = []
    this.#fault = undefined
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleError(error: Error): void {
    const [failed, ...behind] = this.sent.slice(this.#at)
    // Whether they reached the server is not known, so they get new names.
    for (const [place, prepared] of this.#prepared.entries()) {
      const { name } = this.sent[place] ?? {}
      if (name !== undefined && prepared && !prepared.fields) this.#known?.statements.delete(name)
    }
    const isOver = failed?.isAhead || !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR'
    failed?.reject(error)
    for (const { reject } of behind) reject(isOver ? error : aborted())
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback(null)
  }
}

// json, jsonb and arrays of them.
const jsonTypes = new Set([114, 199, 3802, 3807])

/** How the connection prepares a statement; undefined while it is on its way in another packet, which may fail before it. */
function preparedAs(known: Known, name: string): Prepared | undefined {
  const prepared = known.statements.get(name)
  if (prepared) return prepared.fields && prepared
  // A pooler may know a name that never reached PostgreSQL, so that none is used twice.
  const made = { wireName: `${name}_${++known.made}`, fields: undefined }
  known.statements.set(name, made)
  return made
}

const aborted = () => Object.assign(new Error('A statement before this one failed.'), { code: '25P02' })
