import type { Id } from '@entente/domain/core/id'
import type { PartnerDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

export type CustomerView = { id: Id<'customer_view'>; name: string; query: string }

type Owner = { partnerId: Id<'organisation'>; accountId: Id<'account'> }

/** A person's views of the list of customers, by name. */
export const listViews = async (db: PartnerDb, owner: Owner): Promise<CustomerView[]> =>
  (await db.executeQuery(views(owner))).rows
const views = statement((db, { partnerId, accountId }: Places<Owner>) =>
  db
    .selectFrom('customerView')
    .select(['id', 'name', 'query'])
    .where('partnerId', '=', partnerId)
    .where('accountId', '=', accountId)
    .orderBy('name'),
)

/** Saves a view, in place of one with the same name. */
export const saveView = (
  db: PartnerDb,
  row: Owner & CustomerView & { savedAt: Date },
): Promise<{ id: Id<'customer_view'> }> =>
  db
    .insertInto('customerView')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['partnerId', 'accountId', 'name'])
        .doUpdateSet({ query: row.query, savedAt: row.savedAt }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()

/** Deletes a view; false if the person has none with this id. */
export async function deleteView(
  db: PartnerDb,
  { partnerId, accountId }: Owner,
  id: Id<'customer_view'>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('customerView')
    .where('id', '=', id)
    .where('partnerId', '=', partnerId)
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}
