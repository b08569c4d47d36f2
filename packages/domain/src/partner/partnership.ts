import { z } from 'zod'
import { type AttestationRefusal, checkAttestation } from '../core/attestation.ts'
import type { Cloud } from '../core/cloud.ts'
import type { PartnerKind, PartnerStatus } from '../core/organisation.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'

/** The version of what a reseller agrees to; its words are in i18n, `partnership.consent.*`. Raise it with every change to them. */
export const consentVersion = '2026-11'
/** One page of a list of partnerships, or of a reseller's users. */
export const partnershipListInput = z.object({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

export const partnershipConsent = z.object({ given: z.boolean(), version: z.string().max(50) })

/**
 * The tie between a provider and a reseller (§4.5): one row for both, active or removed. While it is active, the provider may
 * order for shared customers; `hasAdminAccess` says whether its admin agents may look into the reseller's account too
 * (R-128).
 */
export type PartnershipStatus = 'active' | 'removed'
export type PartnershipState = { status: PartnershipStatus; hasAdminAccess: boolean }

export type PartnershipRefusal =
  | { code: 'wrong_partner_kind' }
  | { code: 'own_account_suspended' }
  | { code: 'consent_missing' }
  | { code: 'consent_changed' }
  | { code: 'partnership_removed' }
  | { code: 'admin_access_removed' }
type RefusalOf<Code extends PartnershipRefusal['code']> = { code: Code }

/** What an authorisation does to the row: make it, open it again, give back the admin access, or nothing. */
export type PartnershipStep = 'create' | 'reopen' | 'restore_access' | 'unchanged'

/** Whether a partner has a link by which resellers authorise it: providers alone do. */
export const mayInviteResellers = (cloud: Cloud, kind: PartnerKind): boolean =>
  cloud.indirect.isOn && kind === 'indirect_provider'

/** Whether a partner may authorise the provider behind a live link: an indirect reseller that is not suspended. */
export function mayAuthorise(reseller: {
  kind: PartnerKind
  status: PartnerStatus
}): Result<true, RefusalOf<'wrong_partner_kind' | 'own_account_suspended'>> {
  if (reseller.kind !== 'indirect_reseller') return refuse({ code: 'wrong_partner_kind' })
  return reseller.status === 'active' ? ok(true) : refuse({ code: 'own_account_suspended' })
}

/**
 * The press on **Authorize indirect provider**: nothing without the consent in its present words. The same link opens a
 * removed partnership again, and gives back an admin access that the reseller took away.
 */
export function authorisePartnership(
  partnership: PartnershipState | undefined,
  act: {
    reseller: Parameters<typeof mayAuthorise>[0]
    consent: z.infer<typeof partnershipConsent>
  },
): Result<{ step: PartnershipStep; after: PartnershipState }, PartnershipRefusal> {
  const allowed = mayAuthorise(act.reseller)
  if (!allowed.ok) return allowed
  if (!act.consent.given) return refuse({ code: 'consent_missing' })
  if (act.consent.version !== consentVersion) return refuse({ code: 'consent_changed' })
  return ok({ step: stepTo(partnership), after: { status: 'active', hasAdminAccess: true } })
}

function stepTo(partnership: PartnershipState | undefined): PartnershipStep {
  if (!partnership) return 'create'
  if (partnership.status === 'removed') return 'reopen'
  return partnership.hasAdminAccess ? 'unchanged' : 'restore_access'
}

/** The reseller takes the admin access away and keeps the partnership with its orders. */
export function removeAdminAccess({
  status,
  hasAdminAccess,
}: PartnershipState): Result<PartnershipState, RefusalOf<'partnership_removed' | 'admin_access_removed'>> {
  if (status === 'removed') return refuse({ code: 'partnership_removed' })
  return hasAdminAccess ? ok({ status, hasAdminAccess: false }) : refuse({ code: 'admin_access_removed' })
}

/** Either side ends it, with the statement of an ending. Customers and their privileges stay as they are. */
export function removePartnership(
  { status }: PartnershipState,
  posted: Parameters<typeof checkAttestation>[0],
): Result<PartnershipState, RefusalOf<'partnership_removed'> | AttestationRefusal> {
  if (status === 'removed') return refuse({ code: 'partnership_removed' })
  const stated = checkAttestation(posted)
  return stated.ok ? ok({ status: 'removed', hasAdminAccess: false }) : stated
}
