import type { AdminGrant } from '@entente/db/relationship/admin-grants'
import type { Cloud, Service } from '@entente/domain/core/cloud'

/**
 * The services that the partner's newest acceptance granted: the live grants made after the earlier acceptance, if any.
 * Comparing times is safe, because an acceptance has the time of its grants and waits for earlier ones of the same
 * customer.
 */
export const grantedServices = (
  cloud: Cloud,
  grants: AdminGrant[],
  earlier: { acceptedAt: Date } | undefined,
): Service[] =>
  cloud.services.filter(({ id }) =>
    grants.some(({ service, grantedAt }) => service === id && (!earlier || grantedAt > earlier.acceptedAt)),
  )
