import pg from 'pg'

/** Runs statements as the owner, past every policy, also in a process that is no test. */
export function openOwner(url: string) {
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  return {
    asOwner: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> =>
      (await owner.query(text, values)).rows,
    close: () => owner.end(),
  }
}
