import type { OperatorContact } from '@entente/domain/operator/instance-setting'
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

/** Whether ending a partner needs a second operator. */
export async function needsFourEyes(db: OperatorDb): Promise<boolean> {
  const { fourEyes } = await db.selectFrom('instance').select('fourEyes').executeTakeFirstOrThrow()
  return fourEyes
}

/** As `needsFourEyes`, for an act that depends on it: a change of the rule comes before the act or after it. */
export async function lockFourEyes(db: OperatorDb): Promise<boolean> {
  const rule = db.selectFrom('instance').select('fourEyes').forUpdate()
  return (await rule.executeTakeFirstOrThrow()).fourEyes
}

/** Saves whether it does; returns false when it was like this before. */
export async function saveFourEyes(db: OperatorDb, fourEyes: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('instance')
    .set({ fourEyes })
    .where('fourEyes', '!=', fourEyes)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** How to reach the operator, as operators saved it; undefined until they do. */
export async function findOperatorContact(
  db: Scoped<'auth' | 'operator' | 'partner' | 'relay'>,
): Promise<OperatorContact | undefined> {
  const { rows } = await sql<{
    contact: OperatorContact | null
  }>`select operator_contact() as contact`.execute(db)
  return rows[0]?.contact ?? undefined
}

export const saveOperatorContact = (db: OperatorDb, contact: OperatorContact): Promise<unknown> =>
  db
    .updateTable('instance')
    .set({ operatorContact: JSON.stringify(contact) })
    .execute()
