import type { CustomerDb } from '@entente/db/core/scopes'
import { listPartnerCards, lockCustomer } from '@entente/db/identity/organisations'
import { findSupport } from '@entente/db/identity/partner-support'
import { findLastAcceptance } from '@entente/db/relationship/acceptances'
import { listLastUses } from '@entente/db/relationship/access-records'
import { endRemovedGrants, listGrants, listLastEndedGrants } from '@entente/db/relationship/admin-grants'
import { findLastRenewal } from '@entente/db/relationship/agreement-renewals'
import {
  type CustomersPartner,
  countCustomersPartners,
  findCustomersPartner,
  listActivePartners,
  listCustomersPartners,
} from '@entente/db/relationship/customers-partners'
import { lockRelationshipsWith } from '@entente/db/relationship/relationships'
import type { Id } from '@entente/domain/core/id'
import { type Loss, useOfGrants } from '@entente/domain/relationship/admin-grant'
import { heldAgreement } from '@entente/domain/relationship/agreement-renewal'
import { handLink } from '@entente/domain/relationship/handed-link'
import { partnerInput, partnerListInput } from '@entente/domain/relationship/partner-list'
import { decideMove, moveRolesInput } from '@entente/domain/relationship/role-move'
import {
  decideRemovalOfAll,
  decideRoleRemoval,
  removeAllRolesInput,
  removeRolesInput,
} from '@entente/domain/relationship/role-removal'
import type { Context } from '../core/context.ts'
import { customerMutation, customerQuery, type TenantSession, whomToAsk } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { handedLink } from './handed-link.ts'
import { toPublic } from './invitation.ts'
import { lockForAcceptance, readForAcceptance } from './lock-acceptance.ts'
import { type LossContext, recordLosses } from './losses.ts'
import { saveAcceptance } from './save-acceptance.ts'

export const partnerRelationships = t.router({
  /**
   * One page of the customer's partners, with or without privileges, what each holds per service, and who decides (R-055,
   *
   */
  list: customerQuery('partner_relationships.view')
    .input(partnerListInput)
    .query(async ({ ctx, input }) => {
      const { db, session } = ctx
      const customerId = session.organisation.id
      const { partners, nextCursor } = await listCustomersPartners(db, customerId, input)
      const { admins } = await whomToAsk(db, customerId, 'partner_relationships.remove_roles')
      return {
        ...(await matrixOf(ctx, partners)),
        ...{ nextCursor, admins, counts: await countCustomersPartners(db, customerId) },
      }
    }),

  /** One partner of the customer, as it appears on its own page. */
  get: customerQuery('partner_relationships.view')
    .input(partnerInput)
    .query(async ({ ctx, input: { partnerId } }) => {
      const { db, session } = ctx
      const customerId = session.organisation.id
      const found = await findCustomersPartner(db, customerId, partnerId)
      if (!found) throw refused({ code: 'not_found' })
      const { partners } = await matrixOf(ctx, [found])
      const [partner] = partners
      if (!partner) throw new Error('The matrix leaves out its partner.')
      const { admins } = await whomToAsk(db, customerId, 'partner_relationships.remove_roles')
      return {
        admins,
        partner: {
          ...partner,
          ...toPublic(found, await findSupport(db, [partnerId])),
          agreement: await agreementWith(db, customerId, partnerId),
        },
      }
    }),

  /** Every live grant of the customer: what **Remove all** ends. */
  holders: customerQuery('partner_relationships.view').query(async ({ ctx: { db, cloud, session } }) => {
    const grants = await listGrants(db, session.organisation.id)
    const cards = await listPartnerCards(db, [...new Set(grants.map(({ partnerId }) => partnerId))])
    return grants.flatMap(({ service, partnerId, grantedAt }) => {
      const card = cards.find(({ id }) => id === partnerId)
      const name = cloud.services.find(({ id }) => id === service)?.name ?? service
      const partner = card && { id: partnerId, legalName: card.legalName }
      return partner ? { service, name, since: grantedAt, partner } : []
    })
  }),

  /** The partners that a service can be moved to, by name: those whose live link the customer is handed. */
  receivers: customerQuery('invitation.decide').query(async ({ ctx }) => {
    const partners = await listActivePartners(ctx.db, ctx.session.organisation.id)
    return partners.flatMap((partner) =>
      canReceive(ctx, partner) ? { id: partner.id, legalName: partner.legalName } : [],
    )
  }),

  /** The way back to a partner's invitation, to give it privileges without hunting for its mail. */
  link: customerQuery('invitation.decide')
    .input(partnerInput)
    .query(async ({ ctx, input: { partnerId } }) => ({ token: await handedLink(ctx, partnerId) })),

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

  /**
   * Moves services from their holders to another partner that the customer deals with: the old grants end and the new
   * ones begin in one transaction, as an acceptance of that partner's link. The relationships stay.
   */
  moveRoles: customerMutation('invitation.decide', { fresh: true })
    .input(moveRolesInput)
    .mutation(async ({ ctx, input: { partnerId, ...posted } }) => {
      const token = await handedLink(ctx, partnerId)
      const first = await lockForAcceptance(ctx, token)
      const { asked, partner, ...locked } = await readForAcceptance(ctx, token, first)
      const acceptedVersion = (await agreementWith(ctx.db, locked.customer.id, partnerId))?.version ?? null
      const plan = settled(decideMove({ ...asked, posted, acceptedVersion }))
      await saveAcceptance(ctx, { ...locked, plan })
      const moved = plan.parties.flatMap(({ grants }) => grants.map(({ service }) => service))
      return { moved, partner: { legalName: partner.legalName } }
    }),
})

/** The agreement that holds between the customer and a partner. */
async function agreementWith(db: CustomerDb, customerId: Id<'organisation'>, partnerId: Id<'organisation'>) {
  const accepted = await findLastAcceptance(db, customerId, partnerId)
  const held = heldAgreement(accepted, await findLastRenewal(db, customerId))
  return held ? { name: held.agreement, version: held.version } : null
}

type CustomerContext = Context & { db: CustomerDb; session: TenantSession<'customer'> }

const canReceive = ({ cloud, session }: CustomerContext, partner: CustomersPartner): boolean =>
  handLink({ cloud, roles: session.roles, partner, ...partner }).ok

/** What partners hold per service: a column for each service of the cloud, and for others that somebody still holds. */
async function matrixOf(ctx: CustomerContext, partners: CustomersPartner[]) {
  const { db, cloud, session } = ctx
  const customerId = session.organisation.id
  const grants = await listGrants(db, customerId)
  const ends = await listLastEndedGrants(
    db,
    customerId,
    partners.map(({ id }) => id),
  )
  const uses = await listLastUses(db, customerId)
  const offered = cloud.services.map(({ id, name }) => ({ id, name }))
  const others = grants.filter(({ service }) => !offered.some(({ id }) => id === service))
  const services = [...offered, ...others.map(({ service: id }) => ({ id, name: id }))]
  return {
    services,
    partners: partners.map((card) => ({
      ...{ id: card.id, legalName: card.legalName, kind: card.kind, partnerId: card.partnerId },
      ...card.relationship,
      /** While it is set, the partner can do nothing with what it holds. */
      privilegesFrozenAt: card.privilegesFrozenAt,
      /** Whether the customer can give it privileges now. */
      canReceive: canReceive(ctx, card),
      services: services.map(({ id, name }) => {
        const ofPartner = (row: { service: string; partnerId: string }) =>
          row.service === id && row.partnerId === card.id
        const grant = useOfGrants(card) === 'ended' ? undefined : grants.find(ofPartner)
        const end = grant ? undefined : ends.find(ofPartner)
        return {
          ...{ service: id, name, held: grant !== undefined, since: grant?.grantedAt ?? null },
          lastUsedAt: (grant && uses.find(ofPartner)?.at) ?? null,
          ended: end ? { at: end.endedAt, reason: end.reason } : null,
        }
      }),
    })),
  }
}

/** Ends grants that the customer takes away. */
async function removeGrants(ctx: LossContext, losses: Loss[]): Promise<void> {
  const { db, session, now } = ctx
  const customerId = session.organisation.id
  const act = { customerId, by: session.account.id, reason: 'removed_by_customer' } as const
  for (const { partnerId, services } of losses) await endRemovedGrants(db, act, partnerId, services, now)
  await recordLosses(ctx, losses, 'removal')
}
