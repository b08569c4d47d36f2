import { idOf } from '@entente/domain/core/id'
import { z } from 'zod'

const organisation = idOf<'organisation'>()

/** The part of `jobs` for what an operator asks of a tenant. */
export const operatorJobs = {
  /** An operator asked for all data of a tenant. */
  'tenant.export-asked': z.object({
    organisationId: organisation,
    kind: z.enum(['partner', 'customer']),
    exportId: idOf<'tenant_export'>(),
  }),
} as const
