import { asTenant } from '@entente/db/core/scopes'
import { listDeciders } from '@entente/db/identity/people'
import { findConfirmedSecurityContact } from '@entente/db/identity/security-contacts'
import { enqueue } from '@entente/queue/enqueue'
import { followUpId } from '../follow-up-id.ts'
import type { Handler } from '../handler.ts'

/**
 * Records a mail to everybody who decides for the customer, but for the person who accepted and has the receipt, and to
 * the security contact.
 */
export const customerPrivilegesGranted: Handler<'customer.privileges-granted'> = async (tools, data, job) => {
  const { customerId, by } = data
  const { database, clock } = tools
  const tenant = { organisationId: customerId, audience: 'customer', personId: null } as const
  await asTenant(database, tenant, async (db) => {
    const deciders = await listDeciders(db, customerId)
    const contact = await findConfirmedSecurityContact(db, customerId)
    // One mailbox gets one mail.
    const isTold = deciders.some(({ email }) => email === contact?.email)
    const others = deciders.filter(({ accountId }) => accountId !== by)
    const mails = others.map(({ accountId }) => ({
      id: followUpId(job.id, accountId),
      name: 'mail.privileges-granted' as const,
      data: { ...data, accountId },
    }))
    const toContact =
      contact && !isTold
        ? [{ id: followUpId(job.id, contact.id), name: 'mail.privileges-granted' as const, data }]
        : []
    await enqueue(db, [...mails, ...toContact], clock())
  })
}
