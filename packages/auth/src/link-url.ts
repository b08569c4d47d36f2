import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { Role } from '@entente/domain/core/role'
import { type Handing, handLink } from '@entente/domain/relationship/handed-link'
import { mayHandOut } from '@entente/domain/relationship/relationship-link'
import type { Ring } from './keyring.ts'
import { linkToken } from './link-token.ts'

type Kind = 'reseller' | 'joint' | 'partnership'
type Link = { id: Id<'link'>; kind: Kind; kid: string; version: number; withPrivileges: boolean }

/**
 * The address of a relationship link, at the site of the people whom it is for, for a person of the partner with these roles:
 * null for somebody who may not hand it out (D-06). It is derived whenever it is shown or mailed and never stored, because it is
 * a secret. Nothing else derives one for a partner.
 */
export const relationshipLinkUrl = (
  from: { cloud: Cloud; ring: Ring; sites: Record<'customer' | 'partner', string> },
  link: Link,
  roles: readonly Role[],
): string | null => {
  if (!mayHandOut(from.cloud, roles, link.withPrivileges)) return null
  const token = tokenOf(from.cloud, from.ring, link)
  return link.kind === 'partnership'
    ? `${from.sites.partner}/partnership/${token}`
    : `${from.sites.customer}/invitation/${token}`
}

/**
 * The token of a relationship link for the person of a customer who reads it: null for somebody who is not handed the link of
 * these parties.
 */
export const handedToken = (
  from: { cloud: Cloud; ring: Ring },
  link: Link & { providerId: Id<'organisation'> | null },
  handing: Handing,
): string | null => {
  const handed = handLink(handing)
  return handed.ok && handed.value.providerId === link.providerId
    ? tokenOf(from.cloud, from.ring, link)
    : null
}

/** The token that a customer brought, for the way back to its invitation: the same version, so that it opens no more. */
export const broughtToken = (
  { cloud, ring }: { cloud: Cloud; ring: Ring },
  link: Pick<Link, 'id' | 'kid'>,
  version: number,
): string => tokenOf(cloud, ring, { ...link, kind: 'reseller', version })

const tokenOf = (cloud: Cloud, ring: Ring, { id, kind, kid, version }: Omit<Link, 'withPrivileges'>) =>
  linkToken(ring, {
    ...{ cloud: cloud.id, kind: kind === 'partnership' ? kind : 'relationship' },
    ...{ id, kid, version },
  })
