import { linkToken } from '@entente/auth/link-token'
import { relationshipLinkUrl } from '@entente/auth/link-url'
import type { OneTimeLink } from '@entente/db/identity/one-time-links'
import type { RelationshipLink } from '@entente/db/relationship/relationship-links'
import type { Audience } from '@entente/domain/core/audience'
import type { Role } from '@entente/domain/core/role'
import type { Tools } from './handler.ts'

/** The address of a relationship link; null when somebody with these roles may not hand it out (D-06). */
export const relationshipLink = (
  { cloud, linkKeys, sites }: Tools,
  link: Pick<RelationshipLink, 'id' | 'kind' | 'kid' | 'version' | 'withPrivileges'>,
  roles: readonly Role[],
): string | null => relationshipLinkUrl({ cloud, ring: linkKeys, sites }, link, roles)

type Derived = Pick<OneTimeLink, 'kind' | 'id' | 'kid' | 'version'>

const tokenOf = ({ cloud, linkKeys }: Tools, { kind, id, kid, version }: Derived): string =>
  linkToken(linkKeys, { cloud: cloud.id, kind, id, kid, version })

export const confirmUrl = (tools: Tools, link: OneTimeLink): string =>
  `${tools.sites.customer}/confirm/${tokenOf(tools, link)}`

/** The page where an account of this audience resets its password. */
export const resetUrl = (tools: Tools, audience: Audience, link: OneTimeLink): string =>
  `${tools.sites[audience]}/reset/${tokenOf(tools, link)}`

/** The page where a user whom a colleague added sets up the sign-in. */
export const setUpUrl = (tools: Tools, link: OneTimeLink): string =>
  `${tools.sites.partner}/set-up/${tokenOf(tools, link)}`

/** The page that confirms the address of a new work account. */
export const workAccountUrl = (tools: Tools, link: OneTimeLink): string =>
  `${tools.sites.partner}/enrol/confirm/${tokenOf(tools, link)}`

/** The page where a mailbox confirms that it is a customer's security contact. It needs no account. */
export const securityContactUrl = (tools: Tools, link: OneTimeLink): string =>
  `${tools.sites.customer}/security-contact/${tokenOf(tools, link)}`

/** The page where a mailbox confirms what was asked in the directory. It needs no account. */
export const referralUrl = (tools: Tools, link: OneTimeLink): string =>
  `${tools.sites.customer}/partners/confirm/${tokenOf(tools, link)}`

/** The page where a primary contact answers M-01. It needs no account. */
export const contactUrl = (tools: Tools, link: Omit<Derived, 'kind'>): string =>
  `${tools.sites.partner}/enrol/contact/${tokenOf(tools, { ...link, kind: 'contact' })}`
