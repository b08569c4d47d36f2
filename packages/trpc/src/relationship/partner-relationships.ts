import { insertAudit } from '@entente/db/core/audit'
import { listPartnerCards, lockCustomer } from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { listAcceptances } from '@entente/db/relationship/acceptances'
import { endRemovedGrants, listGrants, listLastEndedGrants } from '@entente/db/relationship/admin-grants'
import {
  findRelationshipWith,
  listRelationshipsOfCustomer,
  saveRelationship,
} from '@entente/db/relationship/relationships'
import { useOfGrants } from '@entente/domain/relationship/admin-grant'
import { decideRoleRemoval, removeRolesInput } from '@entente/domain/relationship/role-removal'
import { actorOf, customerMutation, customerQuery, whomToAsk } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { toPublic } from './invitation.ts'

export const partnerRelationships = t.router({
  /** Every partner of the customer, with or without privileges, what it holds per service, and who decides. */
  list: customerQuery('partner_relationships.view').query(async ({ ctx: { db, cloud, session } }) => {
    const customerId = session.organisation.id
    const relationships = await listRelationshipsOfCustomer(db, customerId)
    const cards = await listPartnerCards(
      db,
      relationships.map(({ partnerId }) => partnerId),
    )
    const support = await findSupport(
      db,
      cards.map(({ id }) => id),
    )
    const grants = await listGrants(db, customerId)
    const ends = await listLastEndedGrants(db, customerId)
    const acceptances = await listAcceptances(db, customerId)
    const { admins } = await whomToAsk(db, customerId, 'partner_relationships.remove_roles')
    return {
      admins,
      partners: relationships.flatMap(({ partnerId, status, since }) => {
        const card = cards.find(({ id }) => id === partnerId)
        const accepted = acceptances.find(({ parties }) =>
          parties.some((party) => party.partnerId === partnerId),
        )
        if (!card) return []
        return {
          id: partnerId,
          ...toPublic(card, support),
          status,
          since,
          /** While it is set, the partner can do nothing with what it holds. */
          privilegesFrozenAt: card.privilegesFrozenAt,
          agreement: accepted ? { name: accepted.agreement, version: accepted.version } : null,
          services: cloud.services.map(({ id, name }) => {
            const ofPartner = (row: { service: string; partnerId: string }) =>
              row.service === id && row.partnerId === partnerId
            const grant = useOfGrants(card) === 'ended' ? undefined : grants.find(ofPartner)
            const end = grant ? undefined : ends.find(ofPartner)
            return {
              service: id,
              name,
              held: grant !== undefined,
              since: grant?.grantedAt ?? null,
              ended: end ? { at: end.endedAt, reason: end.reason } : null,
            }
          }),
        }
      }),
    }
  }),

  /**
   * Takes delegated admin privileges away, at once and without the partner's consent. The relationship, the
   * agreement and the partner's duty to support stay; the partner gets no mail.
   */
  removeRoles: customerMutation('partner_relationships.remove_roles', { fresh: true })
    .input(removeRolesInput)
    .mutation(async ({ ctx, input }) => {
      const { db, cloud, session, now } = ctx
      const { partnerId } = input
      // Locks the customer's row first, as an acceptance does: two presses must not change grants at once.
      const { id: customerId } = await lockCustomer(db, session.organisation.id)
      const relationship = await findRelationshipWith(db, customerId, partnerId)
      if (!relationship) throw refused({ code: 'not_found' })
      const grants = await listGrants(db, customerId)
      const plan = settled(decideRoleRemoval({ cloud, grants, posted: input }))
      if (plan.removed.length > 0) {
        const act = { customerId, by: session.account.id, reason: 'removed_by_customer' } as const
        await endRemovedGrants(db, act, partnerId, plan.removed, now)
        await saveRelationship(db, customerId, partnerId, { services: plan.kept })
        const shared = { relationshipId: relationship.id, customerId, services: plan.removed }
        const action = 'admin_grant.removed_by_customer'
        await insertAudit(
          db,
          actorOf(ctx),
          [
            { organisationId: customerId, action, payload: { ...shared, partnerId } },
            { organisationId: partnerId, action, payload: shared },
          ],
          now,
        )
      }
      return plan
    }),
})
