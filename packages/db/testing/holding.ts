import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import { afterAll } from 'vitest'
import type { TestDatabase } from './index.ts'

const waiting = `select distinct pid from pg_locks join pg_stat_activity using (pid)
  where not granted and datname = current_database()`

/**
 * A connection of the owner, a function that runs a statement with it, starts requests and commits once each of them waits
 * for a lock or has its answer, and one that counts the connections that wait.
 */
export async function holding({ urls, asOwner }: TestDatabase) {
  const owner = new pg.Client(urls.owner)
  await owner.connect()
  afterAll(() => owner.end())
  const waiters = async () => (await asOwner(waiting)).length
  const whileHeld = async <T>(
    sql: string,
    id: string | null,
    ...requests: (() => Promise<T>)[]
  ): Promise<T[]> => {
    await owner.query('begin')
    try {
      await owner.query(sql, id === null ? [] : [id])
      let open = requests.length
      const answers = requests.map((request) => request().finally(() => open--))
      await waitFor(async () => (await waiters()) === open, {
        ...{ timeoutMs: 20_000, intervalMs: 10, what: 'every request to wait for a lock' },
      })
      await owner.query('commit')
      return await Promise.all(answers)
    } finally {
      await owner.query('rollback')
    }
  }
  return { owner, whileHeld, waiters }
}
