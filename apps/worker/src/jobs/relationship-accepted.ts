import { listPeopleWithRole } from '@entente/db/identity/people'
import { findAcceptingAddress } from '@entente/db/relationship/acceptances'
import { findRelationship } from '@entente/db/relationship/relationships'
import { listAuthorsOfAccepted, markAccepted } from '@entente/db/relationship/request-answers'
import { insertOutcome } from '@entente/db/relationship/request-log'
import { answeredRequests } from '@entente/domain/relationship/relationship-link'
import { enqueue } from '@entente/queue/enqueue'
import { findAcceptedBy } from '../accepted-by.ts'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'
import { actForPartner, readTenant } from '../together.ts'

/**
 * Writes an acceptance into a party's log, marks its requests to the person who accepted or to the customer's domain, and
 * records one mail to each admin agent and each author of those requests (U-02, M-10).
 */
export const relationshipAccepted: Handler<'relationship.accepted'> = async (tools, data, job) => {
  const { partnerId, relationshipId, acceptanceId } = data
  const partner = { organisationId: partnerId, audience: 'partner' } as const
  const relationship = await readTenant(tools, partner, (db) =>
    findRelationship(db, partnerId, relationshipId),
  )
  if (!relationship) return
  const { customerId, customerName, customerDomain: domain } = relationship
  const customer = { organisationId: customerId, audience: 'customer' } as const
  const address = await readTenant(tools, customer, (db) => findAcceptingAddress(db, acceptanceId))
  await actForPartner(tools, partnerId, async (db) => {
    const acceptance = await findAcceptedBy(db, partnerId, acceptanceId)
    if (!acceptance) return
    const { parties, isChanged, other } = acceptance
    await insertOutcome(db, partnerId, {
      id: job.id,
      kind: 'accepted',
      customerName,
      relationshipId,
      otherPartyId: other?.partnerId ?? null,
      occurredAt: job.recordedAt,
    })
    const requests = answeredRequests(parties, { partnerId, isChanged })
    await markAccepted(db, partnerId, { relationshipId, address, domain, requests }, job.recordedAt)
    const agents = await listPeopleWithRole(db, partnerId, 'admin_agent')
    const authors = await listAuthorsOfAccepted(db, partnerId, relationshipId)
    const accountIds = new Set([...agents.map(({ accountId }) => accountId), ...authors])
    const mails = [...accountIds].map((accountId) => ({
      ...followUp(job, accountId),
      name: 'mail.relationship-accepted' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, tools.clock())
  })
}
