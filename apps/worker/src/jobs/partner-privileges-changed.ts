import { asTenant } from '@entente/db/core/scopes'
import { isLastPrivilegesChange } from '@entente/db/identity/organisations'
import { listCustomersWithPrivileges } from '@entente/db/relationship/admin-grants'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

const batchSize = 200

/**
 * Records a job for each of the partner's next customers, and one for those after them, in one transaction. Their ids are
 * the same on every run, so a customer is told once however often the job starts again.
 */
export const partnerPrivilegesChanged: Handler<'partner.privileges-changed'> = async (tools, data, job) => {
  const { partnerId, change, requestId, after } = data
  const { database, clock } = tools
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    if (!(await isLastPrivilegesChange(db, data))) return
    const customers = await listCustomersWithPrivileges(db, partnerId, { after, limit: batchSize })
    const last = customers.at(-1)
    if (!last) return
    await enqueue(
      db,
      [
        ...customers.map((customerId) => ({
          ...followUp({ ...job, id: requestId }, customerId),
          name: 'customer.privileges-changed' as const,
          data: { partnerId, customerId, change, requestId },
        })),
        {
          ...followUp(job, last),
          name: 'partner.privileges-changed' as const,
          data: { partnerId, change, requestId, after: last },
        },
      ],
      clock(),
    )
  })
}
