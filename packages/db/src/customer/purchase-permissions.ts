import type { Id } from '@entente/domain/core/id'
import type { CustomerDb, PartnerDb } from '../core/scopes.ts'

type Between = {
  relationshipId: Id<'relationship'>
  customerId: Id<'organisation'>
  partnerId: Id<'organisation'>
}

/**
 * Whether a customer may buy for itself from this partner, and who said so last. Off without a row, and again after the
 * relationship ended and was reinstated.
 */
export async function findPurchasePermission(
  db: PartnerDb,
  { relationshipId, partnerId }: Between,
): Promise<{ isOn: boolean; changedAt: Date | null; changedBy: string | null }> {
  const row = await db
    .selectFrom('purchasePermission')
    .innerJoin('relationship', 'relationship.id', 'purchasePermission.relationshipId')
    .leftJoin('auth.account as changer', 'changer.id', 'changedBy')
    .select(['isOn', 'changedAt', 'changer.name as changedBy'])
    .where('relationshipId', '=', relationshipId)
    .where('purchasePermission.partnerId', '=', partnerId)
    .whereRef('relationship.since', '<=', 'purchasePermission.changedAt')
    .executeTakeFirst()
  return row ?? { isOn: false, changedAt: null, changedBy: null }
}

export const savePurchasePermission = (
  db: PartnerDb,
  between: Between,
  changed: { isOn: boolean; changedBy: Id<'account'>; changedAt: Date },
): Promise<unknown> =>
  db
    .insertInto('purchasePermission')
    .values({ ...between, ...changed })
    .onConflict((conflict) => conflict.column('relationshipId').doUpdateSet(changed))
    .execute()

/** Those of a customer's partners from whom it may buy for itself. A policy hides what was allowed before the relationship ended. */
export async function listPermitted(
  db: CustomerDb,
  customerId: Id<'organisation'>,
): Promise<Id<'organisation'>[]> {
  const rows = await db
    .selectFrom('purchasePermission')
    .select('partnerId')
    .where('customerId', '=', customerId)
    .where('isOn', '=', true)
    .execute()
  return rows.map(({ partnerId }) => partnerId)
}
