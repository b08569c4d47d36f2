import pg from 'pg'
import { codeNames } from './code-names.ts'

/** A statement on its way to the server. */
export type Sent = {
  text: string
  /** As they go to the server. */
  values: readonly (Buffer | string | null)[]
  /** Under which connections prepare it; without one it is parsed every time. */
  name: string | undefined
  /** Nothing behind it has a meaning without it, so that all of it fails with its error. */
  isAhead: boolean
  resolve: (answer: Answer) => void
  reject: (error: Error) => void
}

export type Answer = { command: string; rowCount: number; rows: Record<string, unknown>[] }

type Field = { name: string; read: (text: string) => unknown }
type Named = {
  /** On their way to the server or known to it. */
  sent: Set<string>
  /** Known to the server, with what their rows consist of: it cannot change. */
  prepared: Map<string, Field[]>
}
const namedOn = new WeakMap<object, Named>()

/** What every query of `pg` uses of a connection, though its types leave it out. */
type Wire = Pick<pg.Connection, 'sync' | 'stream'> & {
  parse(statement: { name: string; text: string }): void
  describe(what: { type: 'S'; name: string }): void
  bind(statement: { statement: string; values: Sent['values'] }): void
  execute(portal: null): void
}

/**
 * Statements that reach the server in one packet and are answered in one. The server runs one after the other, each with a
 * snapshot of its own. When one fails, it skips the others, which fail as in an aborted transaction.
 *
 * `pg` asks for an answer to each statement and for a description of its rows: half of what both sides do for a short one.
 */
export class Packet extends pg.Query {
  readonly #client: pg.ClientBase
  readonly sent: readonly Sent[]
  #named: Named = { sent: new Set(), prepared: new Map() }
  #names: string[] = []
  #at = 0
  #fields: Field[] = []
  #rows: Answer['rows'] = []
  /** `pg` wraps it to give up what takes too long. */
  callback: (error?: Error | null) => void = () => {}

  constructor(client: pg.ClientBase, sent: readonly Sent[]) {
    super('')
    this.#client = client
    this.sent = sent
  }

  override submit = (connection: object): void => {
    const wire = connection as Wire
    this.#named = namedOn.get(wire) ?? this.#named
    namedOn.set(wire, this.#named)
    wire.stream.cork()
    for (const { text, values, name } of this.sent) {
      const { sent, prepared } = this.#named
      // What is on its way may fail to arrive, because something before it fails.
      const known = name !== undefined && (prepared.has(name) || !sent.has(name)) ? name : ''
      this.#names.push(known)
      if (!prepared.has(known)) {
        wire.parse({ name: known, text })
        wire.describe({ type: 'S', name: known })
        if (known) sent.add(known)
      }
      wire.bind({ statement: known, values })
      wire.execute(null)
    }
    wire.sync()
    wire.stream.uncork()
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
    if (this.#rows.length === 0) this.#fields = this.#named.prepared.get(this.#name) ?? this.#fields
    const row: Record<string, unknown> = {}
    for (const [place, { name, read }] of this.#fields.entries()) {
      const value = values[place]
      row[name] = value == null ? null : read(value)
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const [command = '', ...counts] = text.split(' ')
    const [name, rows] = [this.#name, this.#rows]
    if (name) this.#named.prepared.set(name, this.#named.prepared.get(name) ?? this.#fields)
    const sent = this.sent[this.#at++]
    this.#fields = []
    this.#rows = []
    sent?.resolve({ command, rowCount: Number(counts.at(-1) ?? 0), rows })
  }

  handleError(error: Error): void {
    const [failed, ...behind] = this.sent.slice(this.#at)
    // They never reached the server.
    for (const name of this.#names.slice(this.#at + 1))
      if (!this.#named.prepared.has(name)) this.#named.sent.delete(name)
    const isOver = failed?.isAhead || !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR'
    failed?.reject(error)
    for (const { reject } of behind) reject(isOver ? error : aborted())
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback(null)
  }

  get #name(): string {
    return this.#names[this.#at] ?? ''
  }
}

// json, jsonb and arrays of them.
const jsonTypes = new Set([114, 199, 3802, 3807])

const aborted = () => Object.assign(new Error('A statement before this one failed.'), { code: '25P02' })
