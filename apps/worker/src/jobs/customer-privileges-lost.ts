import { asTenant } from '@entente/db/core/scopes'
import { enqueue } from '@entente/queue/enqueue'
import type { Handler } from '../handler.ts'
import { mailsToDeciders } from './privileges-recipient.ts'

/** Records a mail to everybody who decides for a customer whose partner no longer holds privileges, without its own act (M-12). */
export const customerPrivilegesLost: Handler<'customer.privileges-lost'> = async (tools, data, job) => {
  const { customerId } = data
  const { database, clock } = tools
  const tenant = { organisationId: customerId, audience: 'customer', personId: null } as const
  await asTenant(database, tenant, async (db) => {
    const mails = await mailsToDeciders(db, customerId, job)
    await enqueue(
      db,
      mails.map(({ id, createdAt, ...to }) => ({
        id,
        createdAt,
        name: 'mail.partner-privileges-lost',
        data: { ...data, ...to },
      })),
      clock(),
    )
  })
}
