import { asTenant } from '@entente/db/core/scopes'
import { listDeciders } from '@entente/db/identity/people'
import { enqueue } from '@entente/queue/enqueue'
import { followUpId } from '../follow-up-id.ts'
import type { Handler } from '../handler.ts'

/** Records a mail to everybody who decides for the customer, but for the person who accepted and has the receipt. */
export const customerPrivilegesGranted: Handler<'customer.privileges-granted'> = async (tools, data, job) => {
  const { customerId, by } = data
  const { database, clock } = tools
  const tenant = { organisationId: customerId, audience: 'customer', personId: null } as const
  await asTenant(database, tenant, async (db) => {
    const others = (await listDeciders(db, customerId)).filter(({ accountId }) => accountId !== by)
    const mails = others.map(({ accountId }) => ({
      id: followUpId(job.id, accountId),
      name: 'mail.privileges-granted' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
