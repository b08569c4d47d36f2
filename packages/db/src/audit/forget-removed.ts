import { userLimits } from '@entente/domain/core/user-type'
import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'

/**
 * Purges people of partners and customers who were removed more than 30 days ago (§4.4), and returns how many: nobody can sign in as
 * them, and their address can be used again. The name stays, because logs say who did what; `erase-person` removes it.
 */
export async function forgetRemovedUsers(db: KeeperDb, now: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ accountId: string }>`
    select account.id as account_id from auth.account account
    where account.audience in ('partner', 'customer') and account.email not like '%@entente.invalid'
      and exists (select from auth.membership gone where gone.account_id = account.id and gone.status = 'removed')
      and not exists (select from auth.membership kept where kept.account_id = account.id
        and (kept.status <> 'removed'
          or kept.decided_at > ${now}::timestamptz - make_interval(days => ${userLimits.restorableDays})))
    limit ${limit}`.execute(db)
  if (rows.length === 0) return 0
  const ids = rows.map(({ accountId }) => accountId)
  for (const table of ['auth.credential', 'auth.second_factor', 'auth.recovery_code'])
    await sql`delete from ${sql.raw(table)} where account_id = any(${ids}::uuid[])`.execute(db)
  await sql`update auth.membership set former_roles = '{}' where account_id = any(${ids}::uuid[])`.execute(db)
  await sql`update auth.account set email = 'removed-' || id || '@entente.invalid', locale = null, time_zone = null
    where id = any(${ids}::uuid[])`.execute(db)
  return ids.length
}
