import { domainOf } from '../identity/account.ts'

/** Whether a contact's address is at none of the company's confirmed domains, nor below one of them. */
export function isForeignAddress(email: string, domains: readonly string[]): boolean {
  const own = domainOf(email)
  return domains.length > 0 && !domains.some((domain) => own === domain || own.endsWith(`.${domain}`))
}
