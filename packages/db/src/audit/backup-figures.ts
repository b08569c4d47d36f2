import { sql } from 'kysely'
import type { KeeperDb } from '../core/scopes.ts'

export type BackupFigures = {
  /** The time of the newest audit record: how new a back-up is. */
  newest: Date | null
  organisations: number
  accounts: number
  records: number
}

/** How new a database is and what it holds, to compare a restored one with what was backed up. */
export async function countWhatMatters(db: KeeperDb): Promise<BackupFigures> {
  const { rows } = await sql<BackupFigures>`
    select (select max(occurred_at) from audit_record) as newest,
      (select count(id)::int from organisation) as organisations,
      (select count(id)::int from auth.account) as accounts,
      (select count(id)::int from audit_record) as records`.execute(db)
  const [figures] = rows
  if (!figures) throw new Error('A select without a table returned no row.')
  return figures
}
