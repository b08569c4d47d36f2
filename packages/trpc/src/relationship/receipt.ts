import type { Scoped } from '@entente/db/core/scopes'
import { listPartnerCards } from '@entente/db/identity/organisations'
import type { AcceptanceRow } from '@entente/db/relationship/acceptances'
import type { GrantOf } from '@entente/db/relationship/admin-grants'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'

/**
 * An acceptance as one of its sides may know it: the agreement, the parties that it may read, and which of the grants that
 * it may read went to whom.
 */
export async function receiptOf(
  db: Scoped<'customer' | 'partner'>,
  cloud: Cloud,
  acceptance: AcceptanceRow,
  grants: readonly GrantOf[],
) {
  const { agreement, version, acceptedAt, language, parties } = acceptance
  const holders = grants.flatMap(({ movedFrom }) => movedFrom ?? [])
  const cards = await listPartnerCards(db, [...parties.map(({ partnerId }) => partnerId), ...holders])
  const nameOf = (partner: Id<'organisation'>) => cards.find(({ id }) => id === partner)?.legalName
  const current = cloud.agreements.customer
  return {
    acceptance: acceptance.id,
    agreement: {
      ...{ name: agreement, version },
      // The address is that of the version in force.
      url: agreement === current.name && version === current.version ? current.url : null,
    },
    acceptedAt,
    language,
    parties: parties.flatMap(({ partnerId, role, change }) => {
      const legalName = nameOf(partnerId)
      if (!legalName) return []
      const own = grants.filter((grant) => grant.partnerId === partnerId)
      return {
        ...{ legalName, role, change },
        services: own.map(({ service, movedFrom }) => ({
          name: cloud.services.find(({ id }) => id === service)?.name ?? service,
          movedFrom: movedFrom ? (nameOf(movedFrom) ?? null) : null,
        })),
      }
    }),
  }
}
