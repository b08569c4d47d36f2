import type { AuthDb } from './scopes.ts'

/** Which cloud this database belongs to, and since when. */
export const findInstance = (db: AuthDb) =>
  db.selectFrom('instance').select(['cloud', 'demo', 'createdAt']).executeTakeFirstOrThrow()
