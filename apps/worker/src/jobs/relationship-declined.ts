import { asTenant } from '@entente/db/core/scopes'
import { findToldDecline } from '@entente/db/relationship/relationships'
import { insertOutcome } from '@entente/db/relationship/request-log'
import type { Handler } from '../handler.ts'

/** Writes a decline into the partner's log, unless the customer chose not to tell the partner. */
export const relationshipDeclined: Handler<'relationship.declined'> = async ({ database }, data, job) => {
  const { customerId, partnerId, declineId } = data
  const decline = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    (db) => findToldDecline(db, customerId, declineId),
  )
  if (decline?.partnerId !== partnerId) return
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, (db) =>
    insertOutcome(db, partnerId, {
      id: job.id,
      kind: 'declined',
      customerName: decline.customerName,
      relationshipId: null,
      occurredAt: decline.declinedAt,
    }),
  )
}
