import { sql } from 'kysely'
import type { OperatorDb, Scoped } from './scopes.ts'

/** Whether mails that the platform sends for partners may hold links to other hosts; operators decide it. */
export async function foreignLinksAllowed(db: Scoped<'partner' | 'operator'>): Promise<boolean> {
  const { rows } = await sql<{ areAllowed: boolean }>`select foreign_links_allowed() as are_allowed`.execute(
    db,
  )
  return rows[0]?.areAllowed ?? false
}

/** Saves the decision; returns false when it was like this before. */
export async function saveForeignLinks(db: OperatorDb, foreignLinks: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('instance')
    .set({ foreignLinks })
    .where('foreignLinks', '!=', foreignLinks)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
