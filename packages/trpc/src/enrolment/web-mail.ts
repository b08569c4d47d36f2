import type { Scoped } from '@entente/db/core/scopes'
import { refused } from '../core/refused.ts'
import { companyDomain } from '../identity/company-domain.ts'

/** Work accounts and primary contacts need an address at the company's own domain. */
export async function refuseWebMail(db: Scoped<'partner' | 'auth'>, email: string): Promise<void> {
  if ((await companyDomain(db, email)) === null) throw refused({ code: 'web_mail_address' })
}
