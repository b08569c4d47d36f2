import type { CustomerDb } from '@entente/db/core/scopes'
import { findAcceptance, findAcceptingPerson } from '@entente/db/relationship/acceptances'
import { listGrantsOf } from '@entente/db/relationship/admin-grants'
import { listPartnerHistory } from '@entente/db/relationship/customer-history'
import { findRelationshipWith } from '@entente/db/relationship/relationships'
import { type Id, idOf } from '@entente/domain/core/id'
import { partnerHistoryInput } from '@entente/domain/relationship/customer-history'
import { z } from 'zod'
import { customerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { receiptOf } from './receipt.ts'

export const partnerHistory = t.router({
  /** What happened between the customer and one of its partners, page by page, also after the end (U13). */
  list: customerQuery('partner_relationships.view')
    .input(partnerHistoryInput)
    .query(async ({ ctx: { db, session }, input: { partnerId, ...wish } }) =>
      listPartnerHistory(db, await relationshipWith(db, session.organisation.id, partnerId), wish),
    ),

  /** The receipt of an acceptance, as it was mailed. */
  receipt: customerQuery('partner_relationships.view')
    .input(z.object({ partnerId: idOf<'organisation'>(), acceptance: idOf<'acceptance'>() }))
    .query(async ({ ctx: { db, cloud, session }, input: { partnerId, acceptance } }) => {
      await relationshipWith(db, session.organisation.id, partnerId)
      const found = await findAcceptance(db, acceptance)
      if (!found?.parties.some((party) => party.partnerId === partnerId)) throw refused({ code: 'not_found' })
      return {
        customer: session.organisation.legalName,
        acceptedBy: await findAcceptingPerson(db, acceptance),
        ...(await receiptOf(db, cloud, found, await listGrantsOf(db, acceptance))),
      }
    }),
})

async function relationshipWith(
  db: CustomerDb,
  customerId: Id<'organisation'>,
  partnerId: Id<'organisation'>,
) {
  const relationship = await findRelationshipWith(db, customerId, partnerId)
  if (!relationship) throw refused({ code: 'not_found' })
  return relationship
}
