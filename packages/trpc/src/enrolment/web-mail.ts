import { organisationDomain } from '@entente/auth/web-mail'
import type { Scoped } from '@entente/db/core/scopes'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import { refused } from '../core/refused.ts'

/** Work accounts and primary contacts need an address at the company's own domain. */
export async function refuseWebMail(db: Scoped<'partner' | 'auth'>, email: string): Promise<void> {
  if (organisationDomain(email, await listWebMailDomains(db)) === null)
    throw refused({ code: 'web_mail_address' })
}
