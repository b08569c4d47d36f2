import type { Id } from '@entente/domain/core/id'
import type { Scoped } from '../core/scopes.ts'

type OrganisationDomain = {
  organisationId: Id<'organisation'>
  /** Whose address at the domain was proven. */
  provenBy: 'contact' | 'admin'
  domain: string
}

/**
 * Records the domain of a proven address; another contact's domain takes the place of the earlier contact's. The same
 * domain keeps its date, because the first company at a domain has precedence.
 */
export const saveOrganisationDomain = (
  db: Scoped<'auth' | 'operator'>,
  { organisationId, provenBy, domain }: OrganisationDomain,
  now: Date,
): Promise<unknown> =>
  db
    .insertInto('organisationDomain')
    .values({ organisationId, provenBy, domain, confirmedAt: now })
    .onConflict((conflict) =>
      conflict
        .columns(['organisationId', 'provenBy'])
        .doUpdateSet({ domain, confirmedAt: now })
        .where('organisationDomain.domain', '<>', domain),
    )
    .execute()

/** The domains at which a partner's own people have their addresses. */
export async function listOrganisationDomains(
  db: Scoped<'auth' | 'partner'>,
  organisationId: Id<'organisation'>,
): Promise<string[]> {
  const rows = await db
    .selectFrom('organisationDomain')
    .select('domain')
    .distinct()
    .where('organisationId', '=', organisationId)
    .orderBy('domain')
    .execute()
  return rows.map(({ domain }) => domain)
}
