import type { Selectable } from 'kysely'

/**
 * A row as its queries return it. `Narrowed` names the columns that the generated schema knows only as text or JSON: a
 * check constraint, or the one function that writes them, limits them to these types. `$narrowType` gives a query the
 * same columns, so a row needs no cast.
 */
export type Row<Table, Narrowed = unknown> = Omit<Selectable<Table>, keyof Narrowed> & Narrowed
