import { listGrants } from '@entente/db/admin-grants'
import { listPartnerCards } from '@entente/db/organisations'
import { listAgreementAcceptances, listRelationshipsOfCustomer } from '@entente/db/relationships'
import { customerQuery } from './gates.ts'
import { toPublic } from './invitation.ts'
import { t } from './trpc.ts'

export const partnerRelationships = t.router({
  /** Every partner of the customer, those without any privilege too, with what it holds per service. */
  list: customerQuery('partner_relationships.view').query(async ({ ctx: { db, cloud, session } }) => {
    const customerId = session.organisation.id
    const relationships = await listRelationshipsOfCustomer(db, customerId)
    const cards = await listPartnerCards(
      db,
      relationships.map(({ partnerId }) => partnerId),
    )
    const grants = await listGrants(db, customerId)
    const acceptances = await listAgreementAcceptances(db, { customerId })
    return {
      partners: relationships.flatMap(({ partnerId, status, since }) => {
        const card = cards.find(({ id }) => id === partnerId)
        const accepted = acceptances.find((acceptance) => acceptance.partnerId === partnerId)
        if (!card) return []
        return {
          id: partnerId,
          ...toPublic(card),
          status,
          since,
          agreement: accepted ? { name: accepted.agreement, version: accepted.version } : null,
          services: cloud.services.map(({ id, name }) => {
            const grant = grants.find((held) => held.service === id && held.partnerId === partnerId)
            return { service: id, name, held: grant !== undefined, since: grant?.grantedAt ?? null }
          }),
        }
      }),
    }
  }),
})
