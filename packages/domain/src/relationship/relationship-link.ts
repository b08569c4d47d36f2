import type { Cloud } from '../core/cloud.ts'
import type { Id } from '../core/id.ts'
import type { PartnerKind, PartnerStanding } from '../core/organisation.ts'
import { may, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'

export const partyRoles = ['reseller', 'provider'] as const
export type PartyRole = (typeof partyRoles)[number]

/** A partner that a link names, and the services for which the link asks privileges for it. */
export type Party = { partnerId: Id<'organisation'>; role: PartyRole; services: readonly string[] }

/**
 * Whom an acceptance of the link authorises: its partner, then the provider of a joint link, which may order and gets no
 * privileges.
 */
export const partiesOf = (
  cloud: Cloud,
  link: { partnerId: Id<'organisation'>; providerId: Id<'organisation'> | null; withPrivileges: boolean },
): Party[] => [
  {
    ...{ partnerId: link.partnerId, role: 'reseller' },
    services: link.withPrivileges ? cloud.services.map(({ id }) => id) : [],
  },
  ...(link.providerId ? [{ partnerId: link.providerId, role: 'provider' as const, services: [] }] : []),
]

/**
 * Which requests of a party an accepted or declined link answers: those for the same parties and, if something changed for
 * this party, also those for it alone.
 */
export function answeredRequests(
  parties: readonly Pick<Party, 'partnerId' | 'role'>[],
  { partnerId, isChanged }: { partnerId: Id<'organisation'>; isChanged: boolean },
): { partnerId: Id<'organisation'>; providerId: Id<'organisation'> | null }[] {
  const providerId = parties.find(({ role }) => role === 'provider')?.partnerId ?? null
  const same = parties.flatMap((party) =>
    party.role === 'reseller' ? { partnerId: party.partnerId, providerId } : [],
  )
  return isChanged && providerId ? [...same, { partnerId, providerId: null }] : same
}

export type LinkRefusal =
  | { code: 'link_unknown' }
  | { code: 'link_revoked' }
  | { code: 'partner_not_active' }
  | { code: 'partnership_not_active' }
  | { code: 'privileges_frozen' }
  /** To a partner: the other side of the partnership. */
  | { code: 'other_party_not_active' }

/**
 * Whether links of this partner open. While its privileges are frozen, no customer is asked for more of them; the answer
 * is as neutral as for a suspended partner.
 */
export const opensLinks = (
  { status, privilegesFrozenAt }: PartnerStanding,
  withPrivileges: boolean,
): boolean => status === 'active' && !(withPrivileges && privilegesFrozenAt !== null)

/**
 * Whether a link whose mac was verified may be opened (§4.6). It names its parties only and has no expiry: the same
 * link serves every customer, again and again. Raising the row's version revokes the links that were
 * handed out. A joint link opens for both of its parties or for neither, and while they are in a live partnership
 * the same link opens again when they renew it.
 */
export function openLink(input: {
  link: { version: number; revokedAt: Date | null } | undefined
  tokenVersion: number
  parties: readonly (PartnerStanding & Pick<Party, 'services'>)[]
  /** Of the parties of a joint link. */
  isPartnershipLive?: boolean
}): Result<'live', LinkRefusal> {
  const { link, tokenVersion, parties, isPartnershipLive = false } = input
  if (!link || tokenVersion > link.version) return refuse({ code: 'link_unknown' })
  if (link.revokedAt || tokenVersion < link.version) return refuse({ code: 'link_revoked' })
  if (!parties.every((party) => opensLinks(party, party.services.length > 0)))
    return refuse({ code: 'partner_not_active' })
  if (parties.length > 1 && !isPartnershipLive) return refuse({ code: 'partnership_not_active' })
  return ok('live')
}

/**
 * Whether this cloud lets a partner of this kind hand out links of its own, or those that it has with the other side of a
 * partnership (D-04). Resellers make both, each with its provider; where links are the provider's alone, it makes the joint
 * ones too, and hands them to its resellers (D-05).
 */
export function mayAuthorLinks(
  cloud: Cloud,
  kind: PartnerKind,
  isJoint = false,
): Result<true, { code: 'feature_off' }> {
  const isByProvider = cloud.requests.linkAuthors === 'providerOnly'
  const isAuthor = isJoint
    ? cloud.indirect.isOn && kind === (isByProvider ? 'indirect_provider' : 'indirect_reseller')
    : !isByProvider || kind !== 'indirect_reseller'
  return cloud.requests.isOn && isAuthor ? ok(true) : refuse({ code: 'feature_off' })
}

/**
 * Whether somebody with these roles may hand out a link, and so read it: only an admin agent when it asks for privileges
 * and that is a choice (D-06).
 */
export const mayHandOut = (cloud: Cloud, roles: readonly Role[], withPrivileges: boolean): boolean =>
  !withPrivileges ||
  !cloud.requests.privilegesChoice ||
  may('partner', roles, 'relationship_request.include_privileges')

/**
 * Whether the link to hand out asks for privileges. Where that is a choice, only an admin agent may include them and
 * nobody else ever receives such a link (D-06); where there is no choice, every link asks for them.
 * `wanted` is undefined when the person has not chosen yet. Nobody hands out such a link while privileges are frozen.
 */
export function choosePrivileges(
  cloud: Cloud,
  roles: readonly Role[],
  wanted: boolean | undefined,
  { privilegesFrozenAt }: Pick<PartnerStanding, 'privilegesFrozenAt'>,
): Result<boolean, PermissionRefusal | { code: 'feature_off' | 'privileges_frozen' }> {
  const permission = 'relationship_request.include_privileges'
  const isFrozen = privilegesFrozenAt !== null
  if (!cloud.requests.privilegesChoice) {
    if (wanted === false) return refuse({ code: 'feature_off' })
    return isFrozen ? refuse({ code: 'privileges_frozen' }) : ok(true)
  }
  const mayInclude = mayHandOut(cloud, roles, true)
  if (wanted && !mayInclude)
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  if (wanted && isFrozen) return refuse({ code: 'privileges_frozen' })
  return ok(wanted ?? (mayInclude && !isFrozen))
}
