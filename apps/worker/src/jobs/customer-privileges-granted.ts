import { asTenant } from '@entente/db/core/scopes'
import { enqueue } from '@entente/queue/enqueue'
import type { Handler } from '../handler.ts'
import { readTenant } from '../together.ts'
import { mailsToDeciders } from './privileges-recipient.ts'

/**
 * Records a mail to everybody who decides for the customer, but for the person who accepted and has the receipt, and to
 * the security contact.
 */
export const customerPrivilegesGranted: Handler<'customer.privileges-granted'> = async (tools, data, job) => {
  const { customerId, by } = data
  const { database, clock } = tools
  const tenant = { organisationId: customerId, audience: 'customer', personId: null } as const
  const mails = await readTenant(tools, tenant, (db) => mailsToDeciders(db, customerId, job, by))
  if (mails.length === 0) return
  await asTenant(database, tenant, (db) =>
    enqueue(
      db,
      mails.map(({ id, createdAt, ...to }) => ({
        id,
        createdAt,
        name: 'mail.privileges-granted',
        data: { ...data, ...to },
      })),
      clock(),
    ),
  )
}
