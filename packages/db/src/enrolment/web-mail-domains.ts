import type { Id } from '@entente/domain/core/id'
import type { OperatorDb, Scoped } from '../core/scopes.ts'

/** The web-mail providers that the operator added to the built-in list. */
export async function listWebMailDomains(db: Scoped<'partner' | 'auth' | 'operator'>): Promise<Set<string>> {
  const rows = await db.selectFrom('webMailDomain').select('domain').execute()
  return new Set(rows.map(({ domain }) => domain))
}

/** The same domains, with who added them and when. */
export const listAddedWebMailDomains = (db: OperatorDb) =>
  db
    .selectFrom('webMailDomain')
    .leftJoin('auth.account as account', 'account.id', 'webMailDomain.addedBy')
    .select(['webMailDomain.domain', 'account.name as addedBy', 'webMailDomain.addedAt'])
    .orderBy('webMailDomain.domain')
    .limit(5000)
    .execute()

/** Adds a domain; returns false when it was there already. */
export async function insertWebMailDomain(
  db: OperatorDb,
  domain: string,
  addedBy: Id<'account'>,
  now: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('webMailDomain')
    .values({ domain, addedBy, addedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('domain')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteWebMailDomain(db: OperatorDb, domain: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webMailDomain')
    .where('domain', '=', domain)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}
