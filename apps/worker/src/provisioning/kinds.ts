import type { Scoped } from '@entente/db/core/scopes'
import type { ProvisioningRow } from '@entente/db/customer/provisioning'
import type { ProvisioningKind, ProvisioningOutcome } from '@entente/domain/customer/provisioning'
import { licenceKinds } from './licence-kinds.ts'
import { subscriptionKind } from './subscription.ts'
import { userKinds } from './user-kinds.ts'

type KindIn<S extends 'partner' | 'customer'> = {
  /** The side that owns what the outcome changes. */
  scope: S
  /** Saves what the outcome means, in the transaction that ends the provisioning: it runs once. */
  apply: (db: Scoped<S>, row: ProvisioningRow, outcome: ProvisioningOutcome, now: Date) => Promise<void>
}

export type Kind = KindIn<'partner'> | KindIn<'customer'>

/** Every kind that is ordered, with what its outcome changes. */
export const kinds: Record<ProvisioningKind, Kind | undefined> = {
  'subscription.create': subscriptionKind,
  'subscription.quantity': subscriptionKind,
  'subscription.transition': subscriptionKind,
  'subscription.migrate': subscriptionKind,
  'subscription.suspend': subscriptionKind,
  'subscription.resume': subscriptionKind,
  'subscription.cancel': subscriptionKind,
  ...userKinds,
  ...licenceKinds,
}
