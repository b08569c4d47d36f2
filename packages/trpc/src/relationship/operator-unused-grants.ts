import { type AuditEntry, insertAudit, instanceChain } from '@entente/db/core/audit'
import {
  endUnusedGrants,
  findLiveGrants,
  listUnusedGrants,
  lockGrants,
  type UnusedGrant,
} from '@entente/db/relationship/unused-grants'
import type { Cloud } from '@entente/domain/core/cloud'
import {
  decideUnusedRemoval,
  removeUnusedInput,
  unusedGrantListInput,
  unusedGrantsInput,
} from '@entente/domain/relationship/unused-grant'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

/** Privileges that nobody used for more than 90 days (§4.8 granted -> removed by operator). Nothing ends by itself. */
export const operatorUnusedGrants = t.router({
  list: operatorQuery('unused_grants.view')
    .input(unusedGrantListInput)
    .query(async ({ ctx: { db, cloud, now }, input }) => {
      const { grants, nextCursor } = await listUnusedGrants(db, input, now)
      return { grants: grants.map(shown(cloud)), nextCursor, services: cloud.services }
    }),

  /** The chosen ones that are still there, for the page that asks to confirm. */
  review: operatorQuery('unused_grants.remove')
    .input(unusedGrantsInput)
    .query(async ({ ctx: { db, cloud }, input: { ids } }) =>
      (await findLiveGrants(db, ids)).map(shown(cloud)),
    ),

  /**
   * Ends the chosen ones that are still unused. Partner and customer read it in their chains without the reason; the partner is
   * told as of every loss, the customer that nobody had used them.
   */
  remove: operatorMutation('unused_grants.remove', { fresh: true })
    .input(removeUnusedInput)
    .mutation(async ({ ctx, input: { ids, reason } }) => {
      const { db, now } = ctx
      const grants = await lockGrants(db, ids)
      const losses = settled(decideUnusedRemoval({ grants, chosen: ids, now })).map((loss) => {
        const isOf = (grant: { partnerId: string; customerId: string }) =>
          grant.partnerId === loss.partnerId && grant.customerId === loss.customerId
        const found = grants.find(isOf)
        if (!found) throw new Error('A grant ended without its relationship.')
        return { ...loss, relationshipId: found.relationshipId }
      })
      for (const loss of losses) await endUnusedGrants(db, loss, now)
      const action = 'admin_grant.removed_by_operator'
      const records = losses.flatMap(({ relationshipId, partnerId, customerId, services }): AuditEntry[] => {
        const shared = { relationshipId, customerId, services }
        return [
          { organisationId: partnerId, action, payload: shared },
          { organisationId: customerId, action, payload: { ...shared, partnerId } },
          { organisationId: instanceChain, action, payload: { ...shared, partnerId, reason } },
        ]
      })
      await insertAudit(db, actorOf(ctx), records, now)
      const news = losses.flatMap(({ relationshipId, partnerId, customerId, services }) => [
        { name: 'partner.privileges-lost' as const, data: { partnerId, relationshipId, services } },
        {
          name: 'customer.privileges-lost' as const,
          data: { customerId, partnerId, services, by: 'operator' as const },
        },
      ])
      await enqueue(db, news, now)
      const removed = losses.reduce((sum, { services }) => sum + services.length, 0)
      return { removed, left: new Set(ids).size - removed }
    }),
})

const shown = (cloud: Cloud) => (grant: UnusedGrant) => ({
  ...grant,
  serviceName: cloud.services.find(({ id }) => id === grant.service)?.name ?? grant.service,
})
