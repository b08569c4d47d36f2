import type { PartnerKind, PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { RelationshipStatus } from '../relationship/relationship.ts'

export type PartiesRefusal =
  /** A reseller buys from its provider. */
  | { code: 'reseller_cannot_order' }
  | { code: 'reseller_unexpected' }
  | { code: 'orders_suspended' }
  /** The orderer removed its relationship with the customer. */
  | { code: 'own_relationship_missing' }
  /** Nobody can sign in for the customer. */
  | { code: 'customer_account_missing' }
  /** A provider's order names the reseller whose customer it is. */
  | { code: 'reseller_missing' }
  | { code: 'partnership_missing' }
  | { code: 'reseller_relationship_missing' }
  /** The customer neither signed its agreement nor did the partner attest it (§4.13). */
  | { code: 'customer_agreement_missing' }

export type OrderParties = {
  partner: { kind: PartnerKind; status: PartnerStatus }
  relationship: { status: RelationshipStatus }
  customerHasAccount: boolean
  agreementHolds: boolean
  /** The partner of record that a provider names, and how it stands to provider and customer. */
  reseller: { isPartner: boolean; hasCustomer: boolean } | null
}

/** Who may buy for a customer: each missing condition has its own code. */
export function decideParties({
  partner,
  relationship,
  reseller,
  ...is
}: OrderParties): Result<true, PartiesRefusal> {
  if (partner.kind === 'indirect_reseller') return refuse({ code: 'reseller_cannot_order' })
  if (partner.status !== 'active') return refuse({ code: 'orders_suspended' })
  if (relationship.status !== 'active') return refuse({ code: 'own_relationship_missing' })
  if (!is.customerHasAccount) return refuse({ code: 'customer_account_missing' })
  const named = decideReseller(partner.kind, reseller)
  if (!named.ok) return named
  return is.agreementHolds ? ok(true) : refuse({ code: 'customer_agreement_missing' })
}

/** A provider names its reseller as partner of record, and a direct-bill partner nobody. */
export function decideReseller(
  kind: PartnerKind,
  reseller: OrderParties['reseller'],
): Result<true, PartiesRefusal> {
  if (kind !== 'indirect_provider') return reseller ? refuse({ code: 'reseller_unexpected' }) : ok(true)
  if (!reseller) return refuse({ code: 'reseller_missing' })
  if (!reseller.isPartner) return refuse({ code: 'partnership_missing' })
  return reseller.hasCustomer ? ok(true) : refuse({ code: 'reseller_relationship_missing' })
}
