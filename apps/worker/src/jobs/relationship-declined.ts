import { asTenant } from '@entente/db/core/scopes'
import { findToldDecline } from '@entente/db/relationship/relationships'
import { markDeclined } from '@entente/db/relationship/request-answers'
import { insertOutcome } from '@entente/db/relationship/request-log'
import type { Handler } from '../handler.ts'

/**
 * Writes a decline into the partner's log and marks the requests to the person who declined, or to the customer's domain;
 * unless the customer chose not to tell the partner.
 */
export const relationshipDeclined: Handler<'relationship.declined'> = async ({ database }, data, job) => {
  const { customerId, partnerId, declineId } = data
  const decline = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    (db) => findToldDecline(db, customerId, declineId),
  )
  if (decline?.partnerId !== partnerId) return
  const { address, domain } = decline
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    await insertOutcome(db, partnerId, {
      id: job.id,
      kind: 'declined',
      customerName: decline.customerName,
      relationshipId: null,
      occurredAt: decline.declinedAt,
    })
    await markDeclined(db, partnerId, { declineId: job.id, address, domain })
  })
}
