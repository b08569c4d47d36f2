import { userLimits } from '@entente/domain/core/user-type'
import { type RawBuilder, sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'

/** People who were removed, or declined when they asked to join, more than 30 days ago and belong to no other company. */
export const dueRemovedUsers = (now: Date): RawBuilder<{ accountId: string }> => {
  const restorable = sql`${now}::timestamptz - make_interval(days => ${userLimits.restorableDays})`
  return sql`select gone.account_id from auth.membership gone
    join auth.account account on account.id = gone.account_id
    where gone.status in ('removed', 'declined') and gone.decided_at <= ${restorable}
      and account.audience in ('partner', 'customer') and account.email not like '%@entente.invalid'
      and not exists (select from auth.membership kept where kept.account_id = gone.account_id
        and (kept.status not in ('removed', 'declined') or kept.decided_at > ${restorable}))`
}

/**
 * Purges people of partners and customers who were removed or declined more than 30 days ago (§4.4), and returns how many: nobody can
 * sign in as them, and their address can be used again. The name stays, because logs say who did what; `erase-person`
 * removes it.
 */
export async function forgetRemovedUsers(db: KeeperDb, now: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ accountId: string }>`${dueRemovedUsers(now)} limit ${limit}`.execute(db)
  if (rows.length === 0) return 0
  const ids = [...new Set(rows.map(({ accountId }) => accountId))]
  for (const table of [
    'auth.credential',
    'auth.second_factor',
    'auth.recovery_code',
    'auth.directory_identity',
  ])
    await sql`delete from ${sql.raw(table)} where account_id = any(${ids}::uuid[])`.execute(db)
  await sql`update auth.membership set former_roles = '{}'
    where account_id = any(${ids}::uuid[]) and status = 'removed'`.execute(db)
  await sql`update auth.account set email = 'removed-' || id || '@entente.invalid', locale = null, time_zone = null
    where id = any(${ids}::uuid[])`.execute(db)
  return ids.length
}
