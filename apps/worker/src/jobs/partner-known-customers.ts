import { asTenant } from '@entente/db/core/scopes'
import { takeInKnownCustomers } from '@entente/db/customer/known-customers'
import { enqueue } from '@entente/queue/enqueue'
import { followUp } from '../follow-up.ts'
import type { Handler } from '../handler.ts'

/** How many customers one transaction takes in. */
const limit = 100

/** Takes in the customers that the operator's other portals record for a partner, piece by piece. */
export const partnerKnownCustomers: Handler<'partner.known-customers'> = async (
  tools,
  { partnerId },
  job,
) => {
  const { database, clock } = tools
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const now = clock()
    const actor = { kind: 'system' as const, name: job.name, requestId: job.id }
    if ((await takeInKnownCustomers(db, partnerId, { actor, now, limit })) < limit) return
    const name = 'partner.known-customers' as const
    await enqueue(db, [{ ...followUp(job, partnerId), name, data: { partnerId } }], now)
  })
}
