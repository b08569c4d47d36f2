import { asTenant } from '@entente/db/core/scopes'
import { findPerson, listPeopleWithRole } from '@entente/db/identity/people'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/**
 * Records a mail to each global admin of the customer about a person who wants to join, unless that is already decided.
 */
export const membershipRequested: Handler<'membership.requested'> = async (tools, data, job) => {
  const { customerId, membershipId } = data
  const { database, clock } = tools
  await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => {
      const person = await findPerson(db, customerId, membershipId)
      if (person?.status !== 'requested') return
      const admins = await listPeopleWithRole(db, customerId, 'global_admin')
      const mails = admins.map(({ accountId }) => ({
        ...followUp(job, accountId),
        name: 'mail.join-requested' as const,
        data: { customerId, membershipId, accountId },
      }))
      await enqueue(db, mails, clock())
    },
  )
}
