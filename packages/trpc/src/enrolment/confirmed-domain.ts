import { batch } from '@entente/db/core/batch'
import type { Scoped } from '@entente/db/core/scopes'
import { listOrganisationDomains, saveOrganisationDomain } from '@entente/db/identity/organisation-domains'
import type { Id } from '@entente/domain/core/id'
import { companyDomain } from '../identity/company-domain.ts'

type Proven = { organisationId: Id<'organisation'>; provenBy: 'contact' | 'admin'; email: string }

/** Confirms the domain of an address that was proven for a partner; a web-mail service confirms nothing. */
export async function confirmDomain(
  db: Scoped<'auth' | 'operator'>,
  { email, ...proven }: Proven,
  now: Date,
): Promise<void> {
  const domain = await companyDomain(db, email)
  if (domain !== null) await saveOrganisationDomain(db, { ...proven, domain }, now)
}

/** Whether an address is at one of the partner's confirmed domains. */
export async function isAtConfirmedDomain(
  db: Scoped<'auth' | 'partner'>,
  organisationId: Id<'organisation'>,
  email: string,
): Promise<boolean> {
  const [domain, confirmed] = await batch([
    companyDomain(db, email),
    listOrganisationDomains(db, organisationId),
  ])
  return domain !== null && confirmed.includes(domain)
}
