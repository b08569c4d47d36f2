import { sql } from 'kysely'
import { type Database, engineOf } from '../core/database.ts'
import type { SessionRow } from './sessions.ts'

export type Standing = Pick<SessionRow, 'organisationId' | 'partnerStatus' | 'roles'>

/** What the live ones among these sessions stand for, by the token's hash in hexadecimal digits. */
export async function findStandings(
  database: Database,
  tokenHashes: readonly Buffer[],
  now: Date,
  idleMinutes: number,
): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing & { hash: string }>`
    select encode(token.hash, 'hex') as hash, found.organisation_id, found.partner_status, found.roles
    from unnest(${tokenHashes}::bytea[]) as token (hash),
      auth.find_session(token.hash, ${now}, make_interval(mins => ${idleMinutes})) as found`.execute(
    engineOf(database).kysely,
  )
  return new Map(rows.map(({ hash, ...standing }) => [hash, standing]))
}
