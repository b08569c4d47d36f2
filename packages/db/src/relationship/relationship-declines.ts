import type { Id } from '@entente/domain/core/id'
import type { CustomerDb } from '../core/scopes.ts'
import type { RelationshipLink } from './relationship-links.ts'

type Declined = Pick<RelationshipLink, 'id' | 'partnerId' | 'providerId'>

export const insertDecline = (
  db: CustomerDb,
  {
    link,
    ...decline
  }: {
    id: string
    customerId: Id<'organisation'>
    link: Declined
    declinedBy: Id<'account'>
    partnerTold: boolean
  },
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('relationshipDecline')
    .values({
      ...{ ...decline, partnerId: link.partnerId, providerId: link.providerId },
      ...{ linkId: link.id, declinedAt: now },
    })
    .execute()

/** When the customer last declined a request of these parties. */
export const findLastDecline = async (
  db: CustomerDb,
  customerId: Id<'organisation'>,
  { partnerId, providerId }: Pick<Declined, 'partnerId' | 'providerId'>,
): Promise<Date | undefined> => {
  const found = await db
    .selectFrom('relationshipDecline')
    .select('declinedAt')
    .where('customerId', '=', customerId)
    .where('partnerId', '=', partnerId)
    .where('providerId', 'is not distinct from', providerId)
    .orderBy('declinedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.declinedAt
}

/** A decline that the customer chose to tell its parties about. */
export const findToldDecline = (db: CustomerDb, customerId: Id<'organisation'>, id: string) =>
  db
    .selectFrom('relationshipDecline')
    .innerJoin('organisation', 'organisation.id', 'relationshipDecline.customerId')
    .leftJoin('auth.account', 'auth.account.id', 'relationshipDecline.declinedBy')
    .select(['organisation.legalName as customerName', 'partnerId', 'providerId', 'declinedAt'])
    .select(['auth.account.email as address', 'organisation.domain'])
    .where('relationshipDecline.id', '=', id)
    .where('relationshipDecline.customerId', '=', customerId)
    .where('partnerTold', '=', true)
    .executeTakeFirst()
