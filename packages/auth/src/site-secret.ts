import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Audience, audiences } from '@entente/domain/core/audience'
import type { ServiceHashes } from '@entente/domain/core/setting'

/** The SHA-256 of each site's secret, in hex: one, or two while a secret is being replaced. */
export type SiteHashes = Record<Audience, readonly string[]>

/** The site that a secret belongs to; undefined for any other text. */
export type SiteOf = (secret: string | undefined) => Audience | undefined

const sha256 = (secret: string) => hash('sha256', secret, 'buffer')

/** A new 256-bit secret for one site; the API knows only its hash. */
export const newSiteSecret = (): string => randomBytes(32).toString('base64url')

export const hashSiteSecret = (secret: string): string => sha256(secret).toString('hex')

export function siteFinder(hashes: SiteHashes): SiteOf {
  const known = audiences.flatMap((site) =>
    hashes[site].map((hash) => ({ site, hash: Buffer.from(hash, 'hex') })),
  )
  return (secret) => {
    const given = sha256(secret ?? '')
    // Compares with every hash: the time must not tell which one was close.
    return known.reduce<Audience | undefined>(
      (found, { site, hash }) => (timingSafeEqual(hash, given) ? site : found),
      undefined,
    )
  }
}

/** The service whose portal has this secret; undefined for any other text. */
export function serviceFinder(hashes: ServiceHashes): (secret: string) => string | undefined {
  const known = hashes.map(({ service, hash }) => ({ service, hash: Buffer.from(hash, 'hex') }))
  return (secret) => {
    const given = sha256(secret)
    return known.reduce<string | undefined>(
      (found, { service, hash }) => (timingSafeEqual(hash, given) ? service : found),
      undefined,
    )
  }
}

export type SiteSecrets = Record<Audience, string>

/** A secret for each site, for an instance that a program sets up. */
export const newSiteSecrets = (): SiteSecrets => ({
  partner: newSiteSecret(),
  customer: newSiteSecret(),
  operator: newSiteSecret(),
})

/** The API's settings that accept these secrets. */
export const siteHashSettings = ({ partner, customer, operator }: SiteSecrets) => ({
  PARTNER_SITE_HASHES: hashSiteSecret(partner),
  CUSTOMER_SITE_HASHES: hashSiteSecret(customer),
  OPERATOR_SITE_HASHES: hashSiteSecret(operator),
})
