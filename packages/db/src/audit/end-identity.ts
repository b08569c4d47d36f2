import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'
import type { Person } from './erased-words.ts'

/** Ends every way to sign in, at once; returns how many sessions were open. */
export async function endIdentity(db: KeeperDb, { id, email }: Person, now: Date): Promise<number> {
  await sql`delete from auth.waiting_choice where session_id in (
    select id from auth.session where account_id = ${id})`.execute(db)
  const { rows } = await sql`select from auth.session
    where account_id = ${id} and ended_at is null and expires_at > ${now}`.execute(db)
  await sql`update auth.session set ended_at = least(ended_at, ${now}::timestamptz), device = null
    where account_id = ${id}`.execute(db)
  for (const table of [
    ...(['auth.credential', 'auth.secondFactor', 'auth.recoveryCode'] as const),
    ...(['auth.directoryIdentity', 'auth.operatorIdentity'] as const),
  ])
    await db.deleteFrom(table).where('accountId', '=', id).execute()
  await db.deleteFrom('operatorRequest').where('targetId', '=', id).execute()
  await sql`update auth.one_time_link set details = '{}', consumed_at = coalesce(consumed_at, ${now}::timestamptz)
    where account_id = ${id} or details ->> 'email' = ${email}`.execute(db)
  await db.deleteFrom('securityContact').where('email', '=', email).execute()
  await sql`delete from auth.rate_limit where strpos(key, ${email}) > 0`.execute(db)
  return rows.length
}
