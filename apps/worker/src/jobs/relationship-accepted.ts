import { asTenant } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { listAuthorsOfAccepted, markAccepted } from '@entente/db/relationship/relationship-requests'
import { findRelationship } from '@entente/db/relationship/relationships'
import { insertOutcome } from '@entente/db/relationship/request-log'
import { enqueue } from '@entente/queue/enqueue'
import { followUpId } from '../follow-up-id.ts'
import type { Handler } from '../handler.ts'

/**
 * Writes an acceptance into the partner's log, marks the requests that went to the customer's domain as accepted, and
 * records one mail to each admin agent and each author of those requests (U-02, M-10).
 */
export const relationshipAccepted: Handler<'relationship.accepted'> = async (tools, data, job) => {
  const { partnerId, relationshipId } = data
  const { database, clock } = tools
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const relationship = await findRelationship(db, partnerId, relationshipId)
    if (!relationship) return
    const { customerName, customerDomain: domain } = relationship
    await insertOutcome(db, partnerId, {
      id: job.id,
      kind: 'accepted',
      customerName,
      relationshipId,
      occurredAt: job.recordedAt,
    })
    if (domain) await markAccepted(db, partnerId, { relationshipId, domain }, job.recordedAt)
    const agents = await listPeopleWithRole(db, partnerId, 'admin_agent')
    const authors = await listAuthorsOfAccepted(db, partnerId, relationshipId)
    const accountIds = new Set([...agents.map(({ accountId }) => accountId), ...authors])
    const mails = [...accountIds].map((accountId) => ({
      id: followUpId(job.id, accountId),
      name: 'mail.relationship-accepted' as const,
      data: { partnerId, relationshipId, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
