import type { ProvisioningKind } from '@entente/domain/customer/provisioning'
import type { Kind } from './kind.ts'
import { licenceKinds } from './licence-kinds.ts'
import { renewalKind, subscriptionKind } from './subscription.ts'
import { userKinds } from './user-kinds.ts'

/** Every kind that is ordered, with what its outcome changes. */
export const kinds: Record<ProvisioningKind, Kind | undefined> = {
  'subscription.create': subscriptionKind,
  'subscription.quantity': subscriptionKind,
  'subscription.transition': subscriptionKind,
  'subscription.migrate': subscriptionKind,
  'subscription.suspend': subscriptionKind,
  'subscription.resume': subscriptionKind,
  'subscription.cancel': subscriptionKind,
  'subscription.renewal': renewalKind,
  ...userKinds,
  ...licenceKinds,
}
