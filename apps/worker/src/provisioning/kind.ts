import type { Scoped } from '@entente/db/core/scopes'
import type { ProvisioningRow } from '@entente/db/customer/provisioning'
import type { ProvisioningOutcome } from '@entente/domain/customer/provisioning'

type KindIn<S extends 'partner' | 'customer'> = {
  /** The side that owns what the outcome changes. */
  scope: S
  /** Saves what the outcome means, in the transaction that ends the provisioning: it runs once. */
  apply: (db: Scoped<S>, row: ProvisioningRow, outcome: ProvisioningOutcome, now: Date) => Promise<void>
}

export type Kind = KindIn<'partner'> | KindIn<'customer'>
