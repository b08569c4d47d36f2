import { asTenant } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/** Records a mail to each global admin and admin agent of a partner that lost privileges at a customer. */
export const partnerPrivilegesLost: Handler<'partner.privileges-lost'> = async (tools, data, job) => {
  const { partnerId } = data
  const { database, clock } = tools
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const admins = await listPeopleWithRole(db, partnerId, 'global_admin', 'admin_agent')
    const mails = admins.map(({ accountId }) => ({
      ...followUp(job, accountId),
      name: 'mail.privileges-lost' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
