import { type RawBuilder, sql } from 'kysely'

const shapes = {
  /** A PostgreSQL text cannot hold U+0000. */
  text: (value: string) => !value.includes('\0'),
  /** A moment as `toISOString` writes it; that throws for one that no calendar has. */
  time: (value: string) => new Date(value).toISOString() === value,
  id: (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
}

/**
 * Reads a keyset cursor: the sort values of the last row, opaque to clients. Undefined when it is not one of ours, so
 * that nothing in it can make a statement fail.
 */
export function readCursor(cursor: string | undefined, parts: (keyof typeof shapes)[]): string[] | undefined {
  if (!cursor) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits =
      Array.isArray(values) &&
      values.length === parts.length &&
      parts.every((part, index) => typeof values[index] === 'string' && shapes[part](values[index]))
    return fits ? values : undefined
  } catch {
    // A person edited the address; the list then starts at its beginning.
    return undefined
  }
}

export const writeCursor = (values: string[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

// A short list on a page, the usual one and the longest.
const pageSizes = [10, 20, 50, 100]

/**
 * How many rows to read for a page: one more than fit it, or a longer one. As a number in the statement: for any limit PostgreSQL expects a
 * tenth of all rows, takes a plan for a page to be the better one and makes it at each execution, which takes longer than to read the page.
 * A connection prepares a text for each number, so there are few. Not for lists of many tenants' rows or with rare words: what is best for
 * them depends on the values, and a plan for each time is worth its making.
 */
export const pageRows = (limit: number): RawBuilder<number> =>
  sql.lit((pageSizes.find((size) => size >= limit) ?? limit) + 1)

/** A page of rows of which more than `limit` were read, and the cursor after its last row, if there are more. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => string[],
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { page, nextCursor: last ? writeCursor(placeOf(last)) : null }
}
