import { domainOf } from '@entente/domain/account'
import webMailDomains from 'free-email-domains'

const known = new Set<string>(webMailDomains)

/** The organisation's domain in an address, or null for a web-mail provider: those have no domain (design 12). */
export function organisationDomain(email: string): string | null {
  const domain = domainOf(email)
  const labels = domain.split('.')
  return labels.some((_, index) => known.has(labels.slice(index).join('.'))) ? null : domain
}
