import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { findPurchasePermission, savePurchasePermission } from '@entente/db/customer/purchase-permissions'
import { lockRelationshipToRemove } from '@entente/db/relationship/relationships'
import { may } from '@entente/domain/core/permission'
import {
  closedPurchases,
  purchasePermissionInput,
  setPurchasePermission,
} from '@entente/domain/customer/purchase-permission'
import { actorOf } from '../core/gates.ts'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerMutation, atCustomerQuery, type CustomerAt } from '../relationship/partner-at-customer.ts'

const between = ({ relationship: { id: relationshipId, customerId, partnerId } }: CustomerAt) => ({
  ...{ relationshipId, customerId, partnerId },
})

/** **Allow this customer to buy its own services** (R-172). The partner pays for what the customer buys. */
export const customerPurchases = t.router({
  permission: atCustomerQuery('customer_purchases.view').query(
    async ({ ctx: { db, cloud, session, customer } }) => ({
      ...(await findPurchasePermission(db, between(customer))),
      /** Why nobody of this partner can allow it. */
      closed: closedPurchases(cloud, session.organisation.partnerKind) ?? null,
      maySet: may('partner', session.roles, 'customer_purchases.permit'),
    }),
  ),

  // The relationship is locked, so that of two presses the second finds the permission of the first, and a purchase of the
  // customer comes before a change or after it.
  permit: atCustomerMutation('customer_purchases.permit', { fresh: true }, lockRelationshipToRemove)
    .input(purchasePermissionInput)
    .mutation(async ({ ctx, input: { isOn } }) => {
      const { db, cloud, session, now, customer } = ctx
      const place = between(customer)
      const present = await findPurchasePermission(db, place)
      const kind = session.organisation.partnerKind
      const change = settled(setPurchasePermission({ isOn: present.isOn, cloud, kind }, isOn))
      await savePurchasePermission(db, place, { isOn, changedBy: session.account.id, changedAt: now })
      const { customerId, partnerId, relationshipId } = place
      const action = `customer_purchases.${change}` as const
      const entries: AuditEntry[] = [
        { organisationId: customerId, action, payload: { customerId, relationshipId, partnerId } },
        { organisationId: partnerId, action, payload: { customerId, relationshipId } },
      ]
      await insertAudit(db, actorOf(ctx), entries, now)
      return { isOn }
    }),
})
