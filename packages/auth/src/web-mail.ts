import { domainToASCII, domainToUnicode } from 'node:url'
import { domainOf } from '@entente/domain/identity/account'
import webMailDomains from 'free-email-domains'
import { skeleton } from './look-alike.ts'

const known = new Set<string>(webMailDomains)

/** Brands with mailboxes under many endings, including ones that no list has yet (R-100: yahoo.*, live.*). */
const brands =
  /(?:^|\.)(?:yahoo|ymail|rocketmail|hotmail|outlook|live|aol|gmail|googlemail|icloud|gmx|msn)\.(?:com|net|org|info|[a-z]{2}|(?:com?|net?|org?)\.[a-z]{2})$/

/**
 * The organisation's domain in an address; null for a web-mail service, which has none, and for an invalid domain. Sees
 * through disguises: case, a trailing dot, sub-domains, look-alike letters of other scripts. `added` holds the
 * web-mail domains that the operator adds. It is required: two strangers of a forgotten one become one organisation.
 */
export function organisationDomain(email: string, added: ReadonlySet<string>): string | null {
  const domain = domainToASCII(domainOf(email).trim()).replace(/\.+$/, '')
  if (!domain.includes('.')) return null
  const looks = skeleton(domainToUnicode(domain))
  return isWebMail(domain, added) || isWebMail(looks, added) ? null : domain
}

function isWebMail(domain: string, added: ReadonlySet<string>): boolean {
  const labels = domain.split('.')
  const suffixes = labels.map((_, index) => labels.slice(index).join('.'))
  return brands.test(domain) || suffixes.some((suffix) => known.has(suffix) || added.has(suffix))
}
