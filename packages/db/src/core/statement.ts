import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  type Insertable,
  type InsertResult,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type RawBuilder,
  sql,
} from 'kysely'
import { CodeNamesCompiler, codeNames } from './code-names.ts'
import type { DB } from './schema.gen.ts'

/** Where the values of each call go. */
export type Places<Values> = { readonly [Name in keyof Values]: RawBuilder<Values[Name]> }

type Composed<Row> = Pick<RawBuilder<Row>, 'compile'> | Compilable<Row>

// Composes statements and sends none.
const composer = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new CodeNamesCompiler(),
  },
  plugins: [codeNames],
})

/**
 * A statement that is composed once, and then bound to the values of each call:
 * `statement((db, { id }: Places<{ id: string }>) => db.selectFrom('outbox').select('name').where('id', '=', id))`. To
 * compose a short one takes longer than to run it, so those of the busiest acts are kept. The text must not depend on a value.
 */
export function statement<Values extends object, Row>(
  compose: (db: Kysely<DB>, places: Places<Values>) => Composed<Row>,
): (values: Values) => CompiledQuery<Row> {
  const inserted = statementOfRows((db, [places]: Places<Values>[]) => compose(db, places as Places<Values>))
  return (values) => inserted([values])
}

// More rows are seldom, and would fill the memory of every connection.
const rowsMax = 12

/** As `statement`, for any number of rows: it is composed once for each number that is small. */
export function statementOfRows<Values extends object, Row>(
  compose: (db: Kysely<DB>, rows: Places<Values>[]) => Composed<Row>,
): (rows: readonly Values[]) => CompiledQuery<Row> {
  const kept = new Map<number, CompiledQuery<Row>>()
  return (rows) => {
    const composed =
      kept.get(rows.length) ??
      bindingOnce(
        compose(
          composer,
          rows.map((_, row) => placesOf<Values>(row)),
        ).compile(composer),
      )
    if (rows.length <= rowsMax) kept.set(rows.length, composed)
    return {
      ...composed,
      parameters: composed.parameters.map((parameter) =>
        parameter instanceof Place ? rows[parameter.row]?.[parameter.name as keyof Values] : parameter,
      ),
    }
  }
}

type Values<Table extends keyof DB, Column extends keyof Insertable<DB[Table]>> = Pick<
  Insertable<DB[Table]>,
  Column
>

/** An insert of rows with these columns, and with others whose values all rows share: shared values are sent once. */
export const insertOf = <
  Table extends keyof DB,
  Column extends keyof Insertable<DB[Table]>,
  Shared extends keyof Insertable<DB[Table]> = never,
>(
  table: Table,
  columns: readonly Column[],
  shared: readonly Shared[] = [],
) => {
  const insert = statementOfRows<Values<Table, Column | Shared>, InsertResult>((db, rows) =>
    // The types of the columns are those of `Values`; Kysely cannot follow a generic table.
    db
      .insertInto(table)
      .values(
        rows.map((row) =>
          Object.fromEntries([
            ...columns.map((column) => [column, row[column]]),
            ...shared.map((column) => [column, rows[0]?.[column]]),
          ]),
        ) as never,
      ),
  )
  return (
    rows: readonly Values<Table, Column>[],
    ...[all]: [Shared] extends [never] ? [] : [Values<Table, Shared>]
  ): CompiledQuery<InsertResult> =>
    insert(rows.map((row) => ({ ...row, ...all }) as Values<Table, Column | Shared>))
}

class Place {
  readonly row: number
  readonly name: string
  constructor(row: number, name: string) {
    this.row = row
    this.name = name
  }
  is(other: unknown): boolean {
    return other instanceof Place && other.row === this.row && other.name === this.name
  }
}

const placesOf = <Values>(row: number): Places<Values> =>
  new Proxy({} as Places<Values>, { get: (_, name) => sql`${new Place(row, String(name))}` })

/** Makes one parameter of a place that the text names several times. */
function bindingOnce<Row>(composed: CompiledQuery<Row>): CompiledQuery<Row> {
  const { parameters } = composed
  const firsts = parameters.map((parameter, at) =>
    parameter instanceof Place ? parameters.findIndex((other) => parameter.is(other)) : at,
  )
  const bound = [...new Set(firsts)]
  if (bound.length === parameters.length) return composed
  const numberOf = (number: string) => bound.indexOf(firsts[Number(number) - 1] ?? -1) + 1
  return {
    ...composed,
    sql: composed.sql.replaceAll(/\$(\d+)/g, (_, number) => `$${numberOf(number)}`),
    parameters: bound.map((at) => parameters[at]),
  }
}
