import type { Id } from '../core/id.ts'

/** A live admin grant of a customer: the partner that holds the service (§4.8). */
export type Holding = { service: string; partnerId: Id<'organisation'> }

/** Why a grant ended. A partner never reads it: to its former holder every end looks like a removal. */
export type GrantEnd = 'reassigned' | 'removed_by_customer' | 'removed_by_partner' | 'removed_by_operator'

/** A grant to create. `from` is the partner it moves away from, whose grant ends in the same transaction. */
export type GrantChange = { service: string; from: Id<'organisation'> | null }

export type GrantRefusal =
  /** A service that is not asked for, or a choice that its holder makes impossible. */
  | { code: 'services_invalid' }
  /** A service has another holder than the customer saw. */
  | { code: 'holders_changed' }

/** The partner that holds the service, or null when it is free. */
export function holderOf(service: string, grants: readonly Holding[]): Id<'organisation'> | null {
  return grants.find((grant) => grant.service === service)?.partnerId ?? null
}
