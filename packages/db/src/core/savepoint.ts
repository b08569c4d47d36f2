import { sql } from 'kysely'
import { answered, batch } from './batch.ts'
import type { Scope, Scoped } from './scopes.ts'

/** Runs a part of a transaction: what it throws undoes that part only. */
export async function inSavepoint<T>(db: Scoped<Scope>, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(db)
  try {
    const result = await work()
    await batch([answered(db), sql`release savepoint part`.execute(db)])
    return result
  } catch (error) {
    await sql`rollback to savepoint part`.execute(db)
    await answered(db)
    throw error
  }
}
