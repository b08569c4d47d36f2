import { asTenant } from '@entente/db/core/scopes'
import { findToldDecline } from '@entente/db/relationship/relationship-declines'
import { markDeclined } from '@entente/db/relationship/request-answers'
import { insertOutcome } from '@entente/db/relationship/request-log'
import type { Handler } from '../handler.ts'

/**
 * Writes a decline into a party's log and marks its requests for the same parties to the person who declined, or to the
 * customer's domain; unless the customer chose not to tell them.
 */
export const relationshipDeclined: Handler<'relationship.declined'> = async ({ database }, data, job) => {
  const { customerId, partnerId, declineId } = data
  const decline = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    (db) => findToldDecline(db, customerId, declineId),
  )
  if (!decline || ![decline.partnerId, decline.providerId].includes(partnerId)) return
  const { address, domain, customerName, declinedAt, ...parties } = decline
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    await insertOutcome(db, partnerId, {
      id: job.id,
      kind: 'declined',
      customerName,
      relationshipId: null,
      otherPartyId: partnerId === parties.partnerId ? parties.providerId : parties.partnerId,
      declineId,
      occurredAt: declinedAt,
    })
    await markDeclined(db, partnerId, { declineId: job.id, address, domain, parties })
  })
}
