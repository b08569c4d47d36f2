import { claimOf } from '@entente/auth/link-token'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import type { PartnerDb } from '@entente/db/core/scopes'
import { findPartnerCard, type PartnerCard } from '@entente/db/identity/organisations'
import {
  findPartnership,
  insertPartnership,
  lockPartnership,
  type Partnership,
  reopenPartnership,
} from '@entente/db/partner/partnerships'
import {
  findLink,
  insertJointLinks,
  lockLink,
  type RelationshipLink,
} from '@entente/db/relationship/relationship-links'
import type { Id } from '@entente/domain/core/id'
import {
  authorisePartnership,
  consentVersion,
  mayAuthorise,
  partnershipConsent,
} from '@entente/domain/partner/partnership'
import { openLink } from '@entente/domain/relationship/relationship-link'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { claimedLinkId, isGenuineLink } from '../core/claimed-link.ts'
import type { Context } from '../core/context.ts'
import { actorOf, inTenant, type PartnerSession, permitted, recheck } from '../core/gates.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { read } from '../core/read.ts'
import { refused, settled } from '../core/refused.ts'
import { type WriteOptions, write } from '../core/write.ts'

const withToken = z.object({ token: z.string().max(20_000) })

/** A reseller's procedure about the provider's link whose token is in the input. The procedure must verify it first. */
const linked = permitted<PartnerSession>('partner', 'partnerships.authorise')
  .use(limitGuessing)
  .input(withToken)
const withLink = <T>(
  ctx: Pick<Context, 'database'> & { session: PartnerSession },
  { token }: { token: string },
  work: (db: PartnerDb) => Promise<T>,
): Promise<T> => inTenant(ctx, ctx.session, claimedLinkId(token), work)
const linkedQuery = read(linked, withLink)
const linkedMutation = (options?: WriteOptions) =>
  write({
    gate: linked,
    declared: { audience: 'partner', permission: 'partnerships.authorise' },
    options,
    actor: actorOf,
    open: withLink,
    recheck: async ({ session }, db) => ({
      session: await recheck(db, session, 'partnerships.authorise'),
    }),
  })

/** What a reseller does with the link that a provider sent to it. */
export const partnershipInvitation = {
  /** What the reseller decides about, and why it may not, null if it may. */
  review: linkedQuery.query(async ({ ctx, input: { token } }) => {
    const { db, session } = ctx
    const link = genuine(ctx, token, await findLink(db, claimedLinkId(token)))
    const provider = opened(token, link, await findPartnerCard(db, link.partnerId))
    const reseller = await ownCard(ctx)
    const partnership = await findPartnership(db, { providerId: provider.id, resellerId: reseller.id })
    const allowed = mayAuthorise(reseller)
    return {
      provider: cardOf(provider),
      reseller: session.organisation.legalName,
      consentVersion,
      partnership: partnership && publicOf(partnership),
      refusal: allowed.ok ? null : allowed.refusal,
    }
  }),

  /** **Authorize indirect provider** (R-124): both lists show it from this transaction on. */
  authorise: linkedMutation({ fresh: true })
    .input(z.object({ consent: partnershipConsent }))
    .mutation(async ({ ctx, input: { token, consent } }) => {
      const { db, session, now } = ctx
      const link = genuine(ctx, token, await lockLink(db, claimedLinkId(token)))
      const provider = opened(token, link, await findPartnerCard(db, link.partnerId))
      const reseller = await ownCard(ctx)
      const sides = { providerId: provider.id, resellerId: reseller.id }
      const decide = (found: Partnership | undefined) =>
        settled(authorisePartnership(found, { reseller, consent })).step
      const authorised = {
        ...{ since: now, authorisedBy: session.account.id, consentVersion: consent.version },
        linkId: link.id,
      }
      let found = await lockPartnership(db, sides)
      let step = decide(found)
      const id = found?.id ?? newId<'partnership'>()
      if (step === 'create' && (await insertPartnership(db, { id, ...sides, ...authorised }))) {
        await insertJointLinks(db, sides, ctx.keyring.link.newest, now)
      } else {
        // A colleague may have made it since it was looked for.
        found ??= await lockPartnership(db, sides)
        if (!found) throw new Error(`The partnership of ${reseller.id} with ${provider.id} is lost.`)
        step = decide(found)
        if (step !== 'unchanged') await reopenPartnership(db, found.id, authorised)
      }
      const partnershipId = found?.id ?? id
      if (step !== 'unchanged') {
        const shared = { partnershipId, result: step, consentVersion }
        await record(ctx, 'partnership.authorised', [
          [reseller.id, { ...shared, providerId: provider.id }],
          [provider.id, { ...shared, resellerId: reseller.id }],
        ])
        await enqueue(db, [{ name: 'partnership.authorised', data: sides }], now)
      }
      return { id: partnershipId, result: step, provider: { legalName: provider.legalName } }
    }),

  /** Declines; the provider is not told, and the same link still opens (§4.5). */
  decline: linkedMutation().mutation(async ({ ctx, input: { token } }) => {
    const { db, session } = ctx
    const link = genuine(ctx, token, await findLink(db, claimedLinkId(token)))
    const provider = opened(token, link, await findPartnerCard(db, link.partnerId))
    settled(mayAuthorise(await ownCard(ctx)))
    await record(ctx, 'partnership.declined', [[session.organisation.id, { providerId: provider.id }]])
    return { provider: { legalName: provider.legalName } }
  }),
}

export type PartnerCtx = Context & { db: PartnerDb; session: PartnerSession }

/** Reads nothing more for a forged token, so that the time does not reveal whether its row exists (S5). */
function genuine(ctx: Context, token: string, link: RelationshipLink | undefined): RelationshipLink {
  if (!ctx.cloud.indirect.isOn || !isGenuineLink(ctx, token, link, 'partnership'))
    throw refused({ code: 'link_unknown' })
  return link
}

/** The provider behind a genuine link that still opens: it is active, and the link was not revoked. */
function opened(token: string, link: RelationshipLink, provider: PartnerCard | undefined): PartnerCard {
  if (!provider) throw refused({ code: 'link_unknown' })
  settled(
    openLink({
      link: { ...link, revokedAt: null },
      tokenVersion: claimOf(token)?.version ?? 0,
      parties: [{ ...provider, services: [] }],
    }),
  )
  return provider
}

async function ownCard({ db, session }: PartnerCtx): Promise<PartnerCard> {
  const card = await findPartnerCard(db, session.organisation.id)
  if (!card) throw new Error(`Partner ${session.organisation.id} is lost.`)
  return card
}

const cardOf = ({ legalName, country, partnerId, verified }: PartnerCard) => ({
  ...{ legalName, country, partnerId, verified },
})

export const publicOf = ({ id, status, hasAdminAccess, since }: Partnership) => ({
  ...{ id, status, hasAdminAccess, since },
})

type Action = Extract<AuditEntry['action'], `partnership.${string}`>

/** Records an act on a partnership in the chains of those whom it concerns, each with what it may know. */
export const record = (
  ctx: PartnerCtx,
  action: Action,
  chains: [Id<'organisation'>, AuditEntry['payload']][],
) =>
  insertAudit(
    ctx.db,
    actorOf(ctx),
    chains.map(([organisationId, payload]) => ({ organisationId, action, payload })),
    ctx.now,
  )
