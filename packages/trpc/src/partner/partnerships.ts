import {
  endPartnership,
  findOwnPartnership,
  type ListedPartnership,
  listPartnerships,
  lockPartnership,
  type Own,
  saveAccessRemoved,
} from '@entente/db/partner/partnerships'
import { attestation, attestationVersion } from '@entente/domain/core/attestation'
import { type Id, idOf } from '@entente/domain/core/id'
import { checkTypedName, typedName } from '@entente/domain/core/typed-name'
import {
  partnershipListInput,
  removeAdminAccess,
  removePartnership,
} from '@entente/domain/partner/partnership'
import { z } from 'zod'
import { type PartnerSession, partnerMutation, partnerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { type PartnerCtx, partnershipInvitation, publicOf, record } from './partnership-invitation.ts'
import { resellerAccount } from './reseller-account.ts'

const withId = z.object({ id: idOf<'partnership'>() })

/** The partnerships of providers and resellers (§4.5), from either side. */
export const partnerships = t.router({
  ...partnershipInvitation,

  /** **Indirect resellers** of a provider, **Indirect providers** of a reseller. */
  list: partnerQuery('partnerships.view')
    .input(partnershipListInput)
    .query(async ({ ctx, input }) => {
      const { partnerships, ...page } = await listPartnerships(ctx.db, ownOf(ctx), input)
      return { ...page, partnerships: partnerships.map(listedOf) }
    }),

  get: partnerQuery('partnerships.view')
    .input(withId)
    .query(async ({ ctx, input: { id } }) => {
      const found = await ofOwn(ctx, id)
      return {
        ...listedOf(found),
        side: ownOf(ctx).side,
        attestationVersion,
        endedByUs: found.endedFor === ctx.session.organisation.id,
      }
    }),

  /** The reseller takes the provider's admin access away; the partnership stays. */
  removeAccess: partnerMutation('partnerships.remove_access', { fresh: true })
    .input(withId)
    .mutation(async ({ ctx, input: { id } }) => {
      const found = await ofOwn(ctx, id)
      if (ownOf(ctx).side !== 'reseller') throw refused({ code: 'wrong_partner_kind' })
      settled(removeAdminAccess(await lockedState(ctx, found)))
      await saveAccessRemoved(ctx.db, id, ctx.now)
      const { providerId, resellerId } = found
      await record(ctx, 'partnership.access_removed', [
        [resellerId, { partnershipId: id, providerId }],
        [providerId, { partnershipId: id, resellerId }],
      ])
      return {}
    }),

  /** Ends the partnership with the statement of R-157. Shared customers keep both partners, and nobody gets a mail. */
  remove: partnerMutation('partnerships.remove', { fresh: true })
    .input(withId.extend({ attestation, typedName }))
    .mutation(async ({ ctx, input: { id, attestation, typedName } }) => {
      const { db, session, now } = ctx
      const found = await ofOwn(ctx, id)
      settled(checkTypedName(typedName, found.other.legalName))
      const state = await lockedState(ctx, found)
      settled(removePartnership(state, attestation))
      const endedFor = session.organisation.id
      await endPartnership(
        db,
        { id, accessRemovedAt: found.accessRemovedAt },
        {
          ...{ endedFor, endedBy: session.account.id, endedAt: now },
          attestationVersion: attestation.version,
        },
      )
      const { providerId, resellerId } = found
      const stated = { attestationVersion: attestation.version }
      await record(ctx, 'partnership.removed', [
        [
          endedFor,
          { partnershipId: id, ...stated, ...(endedFor === providerId ? { resellerId } : { providerId }) },
        ],
        [
          found.other.id,
          { partnershipId: id, ...(endedFor === providerId ? { providerId } : { resellerId }) },
        ],
      ])
      return {}
    }),

  ...resellerAccount,
})

/** On which side of partnerships a partner stands; a direct-bill partner has none. */
function ownOf({ session: { organisation } }: { session: PartnerSession }): Own {
  if (organisation.partnerKind === 'indirect_provider') return { side: 'provider', ownId: organisation.id }
  if (organisation.partnerKind === 'indirect_reseller') return { side: 'reseller', ownId: organisation.id }
  throw refused({ code: 'not_found' })
}

async function ofOwn(ctx: PartnerCtx, id: Id<'partnership'>): Promise<ListedPartnership> {
  const found = await findOwnPartnership(ctx.db, ownOf(ctx), id)
  if (!found) throw refused({ code: 'not_found' })
  return found
}

/** How the partnership stands, locked: what ended a moment ago is ended for this act too. */
const lockedState = async ({ db }: PartnerCtx, found: ListedPartnership) =>
  (await lockPartnership(db, found)) ?? { status: 'removed' as const, hasAdminAccess: false }

const listedOf = (found: ListedPartnership) => {
  const { accessRemovedAt, endedAt, consentVersion, other } = found
  const { id, legalName, country, partnerNumber, status } = other
  return {
    ...publicOf(found),
    ...{ accessRemovedAt, endedAt, consentVersion },
    other: { id, legalName, country, partnerId: partnerNumber, status },
  }
}
