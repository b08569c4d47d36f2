import { insertAudit, instanceChain } from '@entente/db/core/audit'
import {
  listHangingProvisionings,
  lockPending,
  provisionJob,
  saveRetry,
} from '@entente/db/customer/provisioning'
import {
  provisioningIdInput,
  provisioningListInput,
  retryProvisioning,
} from '@entente/domain/customer/provisioning'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** What the provisioner has not ended in time (§4.10): never what it says, which is the customer's. */
export const operatorProvisionings = t.router({
  list: operatorQuery('provisionings.view')
    .input(provisioningListInput)
    .query(({ ctx: { db, now }, input }) => listHangingProvisionings(db, input, now)),

  /** Has the provisioner asked at once, with the same key: what it did already it does not do again. */
  retry: operatorMutation('provisionings.retry')
    .input(provisioningIdInput)
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, now } = ctx
      const row = await lockPending(db, id)
      if (!row) throw refused({ code: 'provisioning_not_hanging' })
      settled(retryProvisioning({ state: 'pending', requestedAt: row.requestedAt }, now))
      await saveRetry(db, id, now)
      await enqueue(db, [provisionJob(row)], now)
      const payload = { provisioningId: id, kind: row.kind, partnerId: row.partnerId }
      const entry = { organisationId: instanceChain, action: 'provisioning.retried' as const, payload }
      await insertAudit(db, actorOf(ctx), [entry], now)
      return {}
    }),
})
