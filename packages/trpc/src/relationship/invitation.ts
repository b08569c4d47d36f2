import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asLink } from '@entente/db/core/scopes'
import { findCustomer, listPartnerCards, type PartnerCard } from '@entente/db/identity/organisations'
import { findSupport, type PartnerSupport } from '@entente/db/identity/partner-support'
import { listGrants } from '@entente/db/relationship/admin-grants'
import { findLastDecline, insertDecline } from '@entente/db/relationship/relationship-declines'
import { listRelationshipsWith } from '@entente/db/relationship/relationships'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import {
  acceptInvitationInput,
  decideAcceptance,
  declineInput,
  reviewServices,
} from '@entente/domain/relationship/acceptance'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { claimedLinkId } from '../core/claimed-link.ts'
import { actorOf, publicProcedure } from '../core/gates.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { invitedMutation, invitedQuery } from './invited.ts'
import { lockForAcceptance, readForAcceptance } from './lock-acceptance.ts'
import { lockedLink, type OpenedLink, openedLink } from './opened-link.ts'
import { saveAcceptance } from './save-acceptance.ts'

export const invitation = t.router({
  /** What anybody with the link may know: who asks, for what, under which agreement. */
  card: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token: z.string().max(20_000) }))
    .query(({ ctx, input: { token } }) =>
      asLink(ctx.database, claimedLinkId(token), async (db) => {
        const opened = await openedLink(ctx, db, token)
        return cardOf(ctx.cloud, opened, await findSupport(db, idsOf(opened)))
      }),
    ),

  /** What the customer's global admin decides about: every party and every right, as they stand now. */
  review: invitedQuery.query(async ({ ctx, input: { token } }) => {
    const { db, cloud, session } = ctx
    const opened = await openedLink(ctx, db, token)
    const { link, parties } = opened
    const customerId = session.organisation.id
    const customer = await findCustomer(db, customerId)
    const relationships = await listRelationshipsWith(db, customerId, idsOf(opened))
    const standingWith = (partnerId: Id<'organisation'>) =>
      relationships.find((row) => row.partnerId === partnerId)?.status ?? ('none' as const)
    const grants = await listGrants(db, customerId)
    const rows = reviewServices(cloud, parties, grants)
    const holders = await listPartnerCards(db, [...new Set(rows.flatMap(({ holder }) => holder ?? []))])
    const support = await findSupport(db, idsOf(opened))
    return {
      ...cardOf(cloud, opened, support),
      parties: parties.map((party) => ({
        ...toParty(party, support),
        relationship: standingWith(party.partnerId),
      })),
      customer: { legalName: customer?.legalName ?? '', country: customer?.country ?? '' },
      declinedAt: (await findLastDecline(db, customerId, link)) ?? null,
      services: rows.map(({ holder, ...row }) => {
        const card = holders.find(({ id }) => id === holder)
        return { ...row, holder: card ? { id: card.id, legalName: card.legalName } : null }
      }),
    }
  }),

  /** The press on **Authorize**: all of it or nothing. */
  accept: invitedMutation({ fresh: true })
    .input(acceptInvitationInput)
    .first(({ ctx, input }) => lockForAcceptance(ctx, input.token))
    .mutation(async ({ ctx, input: { token, agreement, services }, first }) => {
      const { asked, partner, ...locked } = await readForAcceptance(ctx, token, first)
      const plan = settled(decideAcceptance({ ...asked, posted: { agreement, services } }))
      const relationshipId = await saveAcceptance(ctx, { ...locked, plan })
      return {
        result: plan.result,
        partner: { legalName: partner.legalName },
        /** In the order of the link's card. */
        parties: plan.parties.map(({ role, result }) => ({ role, result })),
        granted: plan.parties.flatMap((party) => party.grants.map(({ service }) => service)),
        relationshipId,
      }
    }),

  /** Declines an invitation, for all of its parties. They are not told unless the customer chooses so. */
  decline: invitedMutation()
    .input(declineInput)
    .mutation(async ({ ctx, input: { token, tellPartner } }) => {
      const { db, session, now } = ctx
      const { link, parties } = await lockedLink(ctx, db, token)
      const customerId = session.organisation.id
      const declineId = newId<'request'>()
      const decline = { id: declineId, customerId, link, declinedBy: session.account.id }
      await insertDecline(db, { ...decline, partnerTold: tellPartner }, now)
      const payload = {
        ...{ partnerId: link.partnerId, ...(link.providerId && { providerId: link.providerId }) },
        partnerTold: tellPartner,
      }
      const entry: AuditEntry = {
        organisationId: customerId,
        action: 'relationship_request.declined',
        payload,
      }
      await insertAudit(db, actorOf(ctx), [entry], now)
      if (tellPartner) {
        const told = parties.map(({ partnerId }) => ({
          name: 'relationship.declined' as const,
          data: { customerId, partnerId, declineId },
        }))
        await enqueue(db, told, now)
      }
      return { told: tellPartner }
    }),
})

const idsOf = ({ parties }: OpenedLink) => parties.map(({ partnerId }) => partnerId)

const cardOf = (
  cloud: Cloud,
  { link: { withPrivileges }, partner, parties }: OpenedLink,
  support: Map<string, PartnerSupport>,
) => ({
  partner: toPublic(partner, support),
  /** Every party that an acceptance authorises, and for which services. */
  parties: parties.map((party) => toParty(party, support)),
  withPrivileges,
  services: withPrivileges ? cloud.services : [],
  agreement: cloud.agreements.customer,
})

const toParty = (
  { role, card, services }: OpenedLink['parties'][number],
  support: Map<string, PartnerSupport>,
) => ({ ...toPublic(card, support), role, services })

/** A partner's card without its internal id and status. */
export const toPublic = (
  { id, legalName, country, partnerId, kind, verified }: PartnerCard,
  support: Map<string, PartnerSupport>,
) => ({
  legalName,
  country,
  partnerId,
  kind,
  verified,
  /** Where its customers find help. */
  support: support.get(id) ?? { email: null, phone: null, website: null },
})
