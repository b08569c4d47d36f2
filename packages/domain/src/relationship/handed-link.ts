import type { Cloud } from '../core/cloud.ts'
import type { Id } from '../core/id.ts'
import type { PartnerKind, PartnerStanding } from '../core/organisation.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'
import type { RelationshipStatus } from './relationship.ts'
import { type LinkRefusal, mayAuthorLinks, opensLinks } from './relationship-link.ts'

export type Handing = {
  cloud: Cloud
  /** Of the customer's person who reads the link. */
  roles: readonly Role[]
  /** The customer's relationship with the partner. */
  relationship: { status: RelationshipStatus } | undefined
  partner: PartnerStanding & { kind: PartnerKind }
  /** The provider of the last joint acceptance with the partner. */
  lastProvider: Id<'organisation'> | null
}

export type HandingRefusal = PermissionRefusal | LinkRefusal | { code: 'not_found' | 'feature_off' }

/**
 * Whether somebody may be handed the partner's live link with privileges, beside the partner's own people: who decides for a
 * customer, of a partner that the customer deals with and that may ask for privileges now. Names the provider
 * of that link: none, or the one of the last acceptance where the partner makes no links itself (D-05).
 */
export function handLink({
  cloud,
  roles,
  relationship,
  partner,
  lastProvider,
}: Handing): Result<{ providerId: Id<'organisation'> | null }, HandingRefusal> {
  const permission = 'invitation.decide'
  if (!may('customer', roles, permission))
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  if (relationship?.status !== 'active') return refuse({ code: 'not_found' })
  if (!opensLinks(partner, true)) return refuse({ code: 'partner_not_active' })
  if (mayAuthorLinks(cloud, partner.kind).ok) return ok({ providerId: null })
  return lastProvider ? ok({ providerId: lastProvider }) : refuse({ code: 'feature_off' })
}
