import { randomUUID } from 'node:crypto'
import { attestationVersion } from '@entente/domain/core/attestation'
import type { Id } from '@entente/domain/core/id'

/** What a partner posts that removes its relationship with a customer. */
export const removingCustomer = (id: Id<'relationship'>, { legalName }: { legalName: string }) => ({
  ...{ id, typedName: legalName, attestation: { given: true, version: attestationVersion } },
  idempotencyKey: randomUUID(),
})
