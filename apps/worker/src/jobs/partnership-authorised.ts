import { asTenant } from '@entente/db/core/scopes'
import { listOrganisationDomains } from '@entente/db/identity/organisation-domains'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findPartnership } from '@entente/db/partner/partnerships'
import { markAuthorised } from '@entente/db/relationship/request-answers'
import type { Handler } from '../handler.ts'

/**
 * Marks a provider's invitations to the person who authorised it, or to the reseller's confirmed domain, as accepted (U-02,
 *
 */
export const partnershipAuthorised: Handler<'partnership.authorised'> = async ({ database }, sides) => {
  const of = (organisationId: typeof sides.providerId) =>
    ({ organisationId, audience: 'partner', personId: null }) as const
  const { providerId, resellerId } = sides
  const answer = await asTenant(database, of(resellerId), async (db) => {
    const partnership = await findPartnership(db, sides)
    const person = partnership && (await findPersonByAccount(db, resellerId, partnership.authorisedBy))
    const domains = await listOrganisationDomains(db, resellerId)
    return partnership && { partnership, address: person?.email ?? null, domains }
  })
  if (!answer) return
  const { partnership, address, domains } = answer
  const own = address?.split('@')[1] ?? ''
  const domain = domains.includes(own) ? own : null
  await asTenant(database, of(providerId), (db) =>
    markAuthorised(db, providerId, { partnershipId: partnership.id, address, domain }, partnership.since),
  )
}
