import { listPartnerCards, lockCustomer } from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { listAcceptances } from '@entente/db/relationship/acceptances'
import { endRemovedGrants, listGrants, listLastEndedGrants } from '@entente/db/relationship/admin-grants'
import { listRelationshipsOfCustomer, lockRelationshipsWith } from '@entente/db/relationship/relationships'
import { type Loss, useOfGrants } from '@entente/domain/relationship/admin-grant'
import {
  decideRemovalOfAll,
  decideRoleRemoval,
  removeAllRolesInput,
  removeRolesInput,
} from '@entente/domain/relationship/role-removal'
import { customerMutation, customerQuery, whomToAsk } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { toPublic } from './invitation.ts'
import { type LossContext, recordLosses } from './losses.ts'

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
   * agreement and the partner's duty to support stay; the partner is told what it lost, and not why.
   */
  removeRoles: customerMutation('partner_relationships.remove_roles', { fresh: true })
    .input(removeRolesInput)
    .mutation(async ({ ctx, input }) => {
      const { db, cloud, session } = ctx
      const { partnerId } = input
      // Locks the customer's row first, as an acceptance does: two presses must not change grants at once.
      const { id: customerId } = await lockCustomer(db, session.organisation.id)
      const between = await lockRelationshipsWith(db, customerId, [partnerId])
      if (!between.some((row) => row.partnerId === partnerId)) throw refused({ code: 'not_found' })
      const grants = await listGrants(db, customerId)
      const plan = settled(decideRoleRemoval({ cloud, grants, posted: input }))
      const { removed, kept } = plan
      await removeGrants(ctx, removed.length > 0 ? [{ partnerId, services: removed, kept }] : [])
      return plan
    }),

  /** Every live grant of the customer, which **Remove all** ends. */
  holders: customerQuery('partner_relationships.view').query(async ({ ctx: { db, cloud, session } }) => {
    const grants = await listGrants(db, session.organisation.id)
    const cards = await listPartnerCards(db, [...new Set(grants.map(({ partnerId }) => partnerId))])
    return grants.flatMap(({ service, partnerId, grantedAt }) => {
      const partner = cards.find(({ id }) => id === partnerId)
      const name = cloud.services.find(({ id }) => id === service)?.name ?? service
      return partner
        ? { service, name, since: grantedAt, partner: { id: partnerId, legalName: partner.legalName } }
        : []
    })
  }),

  /** Takes the privileges of all partners away in one act, resellers included. All relationships stay. */
  removeAllRoles: customerMutation('partner_relationships.remove_roles', { fresh: true })
    .input(removeAllRolesInput)
    .mutation(async ({ ctx, input: { holders } }) => {
      const { id: customerId } = await lockCustomer(ctx.db, ctx.session.organisation.id)
      await lockRelationshipsWith(ctx.db, customerId, [])
      const grants = await listGrants(ctx.db, customerId)
      const losses = settled(decideRemovalOfAll({ grants, seen: holders }))
      await removeGrants(ctx, losses)
      return { removed: losses.map(({ partnerId, services }) => ({ partnerId, services })) }
    }),
})

/** Ends grants that the customer takes away. */
async function removeGrants(ctx: LossContext, losses: Loss[]): Promise<void> {
  const { db, session, now } = ctx
  const customerId = session.organisation.id
  const act = { customerId, by: session.account.id, reason: 'removed_by_customer' } as const
  for (const { partnerId, services } of losses) await endRemovedGrants(db, act, partnerId, services, now)
  await recordLosses(ctx, losses, 'removal')
}
