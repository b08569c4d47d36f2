import { listPartnerCards } from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { listAcceptances } from '@entente/db/relationship/acceptances'
import { listLastUses } from '@entente/db/relationship/access-records'
import { listGrants } from '@entente/db/relationship/admin-grants'
import { findLastRenewal } from '@entente/db/relationship/agreement-renewals'
import { listRelationshipsOfCustomer } from '@entente/db/relationship/relationships'
import { useOfGrants } from '@entente/domain/relationship/admin-grant'
import { heldAgreement } from '@entente/domain/relationship/agreement-renewal'
import { customerQuery, whomToAsk } from '../core/gates.ts'
import { t } from '../core/trpc.ts'
import { toPublic } from './invitation.ts'

export const accessRegister = t.router({
  /**
   * Who has access to the customer, for auditors: each partner by service, and a partner without privileges once. Also one whose
   * relationship was removed while it kept privileges.
   */
  list: customerQuery('partner_relationships.view').query(async ({ ctx: { db, cloud, session } }) => {
    const customerId = session.organisation.id
    const relationships = await listRelationshipsOfCustomer(db, customerId)
    const partnerIds = relationships.map(({ partnerId }) => partnerId)
    const cards = new Map((await listPartnerCards(db, partnerIds)).map((card) => [card.id, card]))
    const support = await findSupport(db, partnerIds)
    const grants = Map.groupBy(await listGrants(db, customerId), ({ partnerId }) => partnerId)
    const uses = await listLastUses(db, customerId)
    const acceptances = await listAcceptances(db, customerId)
    const renewed = await findLastRenewal(db, customerId)
    const { admins } = await whomToAsk(db, customerId, 'partner_relationships.remove_roles')
    const rows = relationships.flatMap(({ partnerId, status, since }) => {
      const card = cards.get(partnerId)
      if (!card) return []
      const held = useOfGrants(card) === 'ended' ? [] : (grants.get(partnerId) ?? [])
      if (status !== 'active' && held.length === 0) return []
      const accepted = heldAgreement(
        acceptances.find(({ parties }) => parties.some((party) => party.partnerId === partnerId)),
        renewed,
      )
      const partner = {
        id: partnerId,
        ...toPublic(card, support),
        status,
        customerSince: since,
        agreement: accepted && {
          name: accepted.agreement,
          version: accepted.version,
          acceptedAt: accepted.acceptedAt,
        },
      }
      const lastUseOf = (service: string) =>
        uses.find((use) => use.partnerId === partnerId && use.service === service)?.at ?? null
      return (held.length > 0 ? held : [null]).map((grant) => ({
        partner,
        grant: grant && {
          service: grant.service,
          name: cloud.services.find(({ id }) => id === grant.service)?.name ?? grant.service,
          since: grant.grantedAt,
          isFrozen: card.privilegesFrozenAt !== null,
          lastUsedAt: lastUseOf(grant.service),
        },
      }))
    })
    return {
      admins,
      rows: rows.toSorted((one, other) => one.partner.legalName.localeCompare(other.partner.legalName)),
    }
  }),
})
