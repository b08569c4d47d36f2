import type { Id } from '../core/id.ts'
import type { PartnerStanding } from '../core/organisation.ts'

/** A live admin grant of a customer: the partner that holds the service (§4.8). */
export type Holding = { service: string; partnerId: Id<'organisation'> }

/** Why a grant ended. A partner never reads it: to its former holder every end looks like a removal. */
export type GrantEnd = 'reassigned' | 'removed_by_customer' | 'removed_by_partner' | 'removed_by_operator'

/** What a partner can do with a grant that has not ended. */
export type GrantUse = 'usable' | 'frozen' | 'ended'

/**
 * Whether a partner can use its live grants (§4.2, §4.8). Every use asks this in its own transaction. A suspended
 * partner can, because its customers stay manageable. A de-authorised one cannot, although a job ends its grants only
 * batch by batch.
 */
export function useOfGrants({ status, privilegesFrozenAt }: PartnerStanding): GrantUse {
  if (status !== 'active' && status !== 'suspended') return 'ended'
  return privilegesFrozenAt === null ? 'usable' : 'frozen'
}

/** What an operator does to all grants of a partner, and what its customers are told. */
export const privilegesChanges = ['frozen', 'thawed', 'ended'] as const
export type PrivilegesChange = (typeof privilegesChanges)[number]

const useAfter: Record<PrivilegesChange, GrantUse> = { frozen: 'frozen', thawed: 'usable', ended: 'ended' }

/** Whether a change still holds: a job may run after the next one, and must not tell a customer what is no longer true. */
export const isStillSo = (change: PrivilegesChange, partner: PartnerStanding): boolean =>
  useOfGrants(partner) === useAfter[change]

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
