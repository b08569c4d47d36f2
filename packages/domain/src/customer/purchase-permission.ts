import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { idOf } from '../core/id.ts'
import type { PartnerKind } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'

export type PurchaseRefusal =
  /** The seller did not allow the customer to buy for itself. */
  | { code: 'purchases_not_allowed' }
  | { code: 'purchases_unchanged' }
  /** The partner cannot sell to the customer now: one of the conditions of its own orders is missing. */
  | { code: 'seller_unavailable' }

/** Of a cloud, whether customers may buy at all. */
export type SelfService = { subscriptions: Pick<Cloud['subscriptions'], 'selfService'> }

export const purchasePermissionInput = z.object({ id: idOf<'relationship'>(), isOn: z.boolean() })

/**
 * Why a partner of this kind lets no customer buy for itself: the cloud has no self-service, or its provider sells and so
 * the provider's permission counts.
 */
export const closedPurchases = (
  { subscriptions }: SelfService,
  kind: PartnerKind | null,
): 'cloud' | 'reseller' | undefined => {
  if (!subscriptions.selfService) return 'cloud'
  return kind === 'indirect_reseller' || kind === null ? 'reseller' : undefined
}

/** Allows a customer to buy for itself at its seller's cost, or forbids it again. It is off until somebody allows it. */
export function setPurchasePermission(
  { isOn, cloud, kind }: { isOn: boolean; cloud: SelfService; kind: PartnerKind | null },
  wanted: boolean,
): Result<'allowed' | 'forbidden', PurchaseRefusal | { code: 'feature_off' }> {
  if (closedPurchases(cloud, kind)) return refuse({ code: 'feature_off' })
  if (isOn === wanted) return refuse({ code: 'purchases_unchanged' })
  return ok(wanted ? 'allowed' : 'forbidden')
}
