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

/** A page of rows of which one more than `limit` was read, and the cursor after its last row, if there are more. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => string[],
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { page, nextCursor: last ? writeCursor(placeOf(last)) : null }
}
