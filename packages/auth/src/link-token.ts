import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CloudId } from '@entente/domain/core/cloud'
import { formatLinkToken, parseLinkToken } from '@entente/domain/relationship/link-token'
import { macKeyFor, type Ring } from './keyring.ts'

/** A relationship link is of the kind of the people whom it is for, so that neither opens in the other's place. */
export type LinkKind =
  | 'relationship'
  | 'partnership'
  | 'sign_up'
  | 'reset'
  | 'set_up'
  | 'work_account'
  | 'contact'
  | 'security_contact'
  | 'referral'

/** What a link is derived from. The cloud is part of what is signed, so a link of one cloud never opens in another. */
export type LinkSource = { cloud: CloudId; kind: LinkKind; id: string; kid: string; version: number }

/**
 * The token of a link: derived, never stored. Throws when the ring lacks the key that the link
 * was issued with.
 */
export const linkToken = (ring: Ring, source: LinkSource): string =>
  formatLinkToken({ id: source.id, version: source.version, mac: macOf(ring, source) })

/**
 * The row id and version that a token claims, before its row is read; undefined when the text is no token. A claim
 * proves nothing until `isGenuine` confirms it.
 */
export function claimOf(token: string): Claim | undefined {
  if (lastClaim?.token !== token) lastClaim = { token, claim: parseLinkToken(token) }
  return lastClaim.claim
}

type Claim = { id: string; version: number; mac: Uint8Array }

/** Each step of one request asks for the claim of the same token. */
let lastClaim: { token: string; claim: Claim | undefined } | undefined

/** Whether this instance derived the MAC for this row; compares in constant time. */
export function isGenuine(ring: Ring, mac: Uint8Array, source: LinkSource): boolean {
  const expected = macOf(ring, source)
  return mac.length === expected.length && timingSafeEqual(mac, expected)
}

const macOf = (ring: Ring, { cloud, kind, id, kid, version }: LinkSource): Buffer =>
  createHmac('sha256', macKeyFor(ring, kid, 'link'))
    .update(`${cloud}|${kind}|${id}|${version}`)
    .digest()
