import { organisationDomain } from '@entente/auth/web-mail'
import type { Scoped } from '@entente/db/core/scopes'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'

/** The company's domain in an address; null for web mail, both the built-in list and what the operator added. */
export const companyDomain = async (
  db: Scoped<'partner' | 'auth' | 'operator'>,
  email: string,
): Promise<string | null> => organisationDomain(email, await listWebMailDomains(db))
