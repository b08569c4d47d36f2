import { domainToASCII, domainToUnicode } from 'node:url'
import { domainOf } from '@entente/domain/identity/account'
import webMailDomains from 'free-email-domains'
import { skeleton } from './look-alike.ts'

const known = new Set<string>(webMailDomains)

/** Brands that run mailboxes under many endings, also under those that no list has yet (R-100: yahoo.*, live.*). */
const brands =
  /(?:^|\.)(?:yahoo|ymail|rocketmail|hotmail|outlook|live|aol|gmail|googlemail|icloud|gmx|msn)\.(?:com|net|org|info|[a-z]{2}|(?:com?|net?|org?)\.[a-z]{2})$/

/**
 * The organisation's domain in an address, or null for a web-mail provider: those have no domain (design 12). Whatever
 * the disguise (R-100): case, a dot at the end, sub-domains, other scripts' letters that look alike. `added` are the
 * operator's own. What is no domain at all has none either.
 */
export function organisationDomain(email: string, added: ReadonlySet<string> = new Set()): string | null {
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
