import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { AuthDb } from '../core/scopes.ts'

/**
 * Makes an account its address's own: its owner took it up. Returns the account that the address has now, which is
 * another one where the owner had one before; then nothing has changed.
 */
export async function takeUpAccount(db: AuthDb, id: Id<'account'>): Promise<Id<'account'>> {
  const { rows } = await sql<{ id: Id<'account'> }>`select auth.take_up(${id}::uuid) as id`.execute(db)
  if (!rows[0]) throw new Error('auth.take_up returned nothing.')
  return rows[0].id
}

/**
 * Moves what a company gave an address to the account that the owner has: the membership keeps its id. The account that
 * was added stays behind without an address. One statement, because a session belongs to its membership's account.
 */
export const joinWithOwnAccount = (
  db: AuthDb,
  { from, into }: { from: Id<'account'>; into: Id<'account'> },
  now: Date,
): Promise<unknown> =>
  sql`with moved as (update auth.membership set account_id = ${into} where account_id = ${from}),
    ended as (update auth.session set account_id = ${into}, ended_at = coalesce(ended_at, ${now}::timestamptz)
      where account_id = ${from}),
    links as (update auth.one_time_link set account_id = ${into} where account_id = ${from})
    update auth.account set name = '', email = 'joined-' || id || '@entente.invalid' where id = ${from}`.execute(
    db,
  )
