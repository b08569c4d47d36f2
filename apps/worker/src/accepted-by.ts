import type { PartnerDb } from '@entente/db/core/scopes'
import { findAcceptance } from '@entente/db/relationship/acceptances'
import { listGrantsEver } from '@entente/db/relationship/admin-grants'
import type { Id } from '@entente/domain/core/id'

/** An acceptance as one of its parties may know it: the other party, what changed for this one, and what it granted. */
export async function findAcceptedBy(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  acceptanceId: Id<'acceptance'>,
) {
  const acceptance = await findAcceptance(db, acceptanceId)
  const own = acceptance?.parties.find((party) => party.partnerId === partnerId)
  if (!acceptance || !own) return undefined
  const ever = await listGrantsEver(db, partnerId, acceptance.customerId)
  const grants = ever.filter((grant) => grant.acceptanceId === acceptanceId)
  return {
    ...{ ...acceptance, own, grants },
    other: acceptance.parties.find((party) => party !== own),
    isChanged: own.change !== 'unchanged' || grants.length > 0,
  }
}
