import { addressKeys, hashGuess } from '@entente/auth/keyed-hash'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { asAuth, type PartnerDb } from '@entente/db/core/scopes'
import {
  findReferable,
  findReferral,
  findReferralContact,
  insertReferral,
  listReferrals,
  lockReferral,
  type ReferralContact,
  type Side,
  saveReferral,
} from '@entente/db/customer/referrals'
import { consumeOneTimeLink, insertOneTimeLink } from '@entente/db/identity/one-time-links'
import { findOwnPartnership, lockLivePartnership } from '@entente/db/partner/partnerships'
import { idOf } from '@entente/domain/core/id'
import {
  advanceReferral,
  askPartnerInput,
  confirmHours,
  createReferral,
  referralActInput,
  referralIdInput,
  referralListInput,
  referralStatusOf,
  referToResellerInput,
  showsContact,
} from '@entente/domain/customer/referral'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import {
  actorOf,
  type PartnerSession,
  partnerMutation,
  partnerQuery,
  publicProcedure,
  visitorMutation,
} from '../core/gates.ts'
import { refuseWait } from '../core/guess.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { genuineOneTimeLink, newOneTimeLink } from '../identity/one-time-link.ts'

const byToken = z.object({ token: z.string().max(20_000) })
const side = z.enum(['received', 'sent']).default('received')
const events = { accept: 'accepted', decline: 'declined', win: 'won', lose: 'lost' } as const

/** Customers that are referred to partners (§4.11), in clouds that have it. */
export const referrals = t.router({
  /** Open to everybody: the name of a partner that can be asked in the directory. */
  partner: publicProcedure
    .input(z.object({ partnerId: idOf<'organisation'>() }))
    .query(async ({ ctx: { cloud, database, now }, input: { partnerId } }) => {
      const partner = await asAuth(database, null, (db) => findReferable(db, partnerId))
      if (!partner || !createReferral(cloud, 'directory', partner, now).ok)
        throw refused({ code: 'not_found' })
      return { legalName: partner.legalName }
    }),

  /** Somebody asks a partner in the directory. The partner learns of it when the mailbox has confirmed. */
  ask: visitorMutation
    .input(askPartnerInput)
    .prepare(async ({ ctx: { keyring, limits, clientAddress }, input: { email } }) => {
      refuseWait(await limits.count('referralOfAddress', ...addressKeys(keyring.session, clientAddress)))
      refuseWait(await limits.count('referralOfMailbox', hashGuess(keyring.session, ['referral', email])))
    })
    .mutation(async ({ ctx, input }) => {
      const { partnerId, company, country, message } = input
      const { db, cloud, now, locale } = ctx
      const partner = await findReferable(db, partnerId)
      if (!partner) throw refused({ code: 'not_found' })
      settled(createReferral(cloud, 'directory', partner, now))
      const link = newOneTimeLink(ctx, confirmHours * 3_600_000)
      const details = { company, country, message, ...contactOf(input), locale }
      await insertOneTimeLink(db, { ...link, kind: 'referral', organisationId: partnerId, details })
      await enqueue(db, [{ name: 'mail.referral-asked', data: { linkId: link.id } }], now)
      return {}
    }),

  /** What the page of the mailed link shows. Opening it changes nothing (S7). */
  askStatus: publicProcedure
    .use(limitGuessing)
    .input(byToken)
    .query(async ({ ctx, input }) => {
      const { link, isOpen } = await genuineOneTimeLink(ctx, 'referral', input.token)
      const isConfirmed = link.consumedAt !== null
      if (!isOpen && !isConfirmed) throw refused({ code: 'one_time_link_spent' })
      const partner = await asAuth(ctx.database, null, (db) => findReferable(db, link.organisationId))
      return { partner: partner?.legalName ?? '', isConfirmed }
    }),

  /** The mailbox confirms, and the partner gets the referral. The same press again changes nothing. */
  confirm: visitorMutation
    .use(limitGuessing)
    .input(byToken)
    .prepare(({ ctx, input }) => genuineOneTimeLink(ctx, 'referral', input.token))
    .mutation(async ({ ctx, prepared: { link } }) => {
      const { db, cloud, now } = ctx
      if (link.consumedAt) return {}
      const { organisationId: partnerId, details } = link
      const partner = await findReferable(db, partnerId)
      if (!partner) throw refused({ code: 'not_found' })
      const made = settled(createReferral(cloud, 'directory', partner, now))
      if (!(await consumeOneTimeLink(db, link, now))) throw refused({ code: 'one_time_link_spent' })
      const { company, country, message, ...contact } = details
      const referral = {
        ...{ id: newId<'referral'>(), partnerId, source: 'directory' as const },
        ...{ company, country, message },
      }
      await insertReferral(db, { ...referral, ...made, createdAt: now }, contact)
      await insertAudit(db, actorOf(ctx), [createdEntry(referral)], now)
      await enqueue(db, [waitingJob(referral)], now)
      return {}
    }),

  /** The referrals that the partner got, or those that it sent its resellers. */
  list: partnerQuery('referrals.view')
    .input(referralListInput.extend({ side }))
    .query(({ ctx, input: { side, ...filters } }) => {
      needReferrals(ctx)
      return listReferrals(ctx.db, ownOf(ctx, side), filters, ctx.now)
    }),

  /** Who asks is shown from the acceptance on, and to the provider that referred. */
  get: partnerQuery('referrals.view')
    .input(referralIdInput.extend({ side }))
    .query(async ({ ctx, input: { id, side } }) => {
      needReferrals(ctx)
      const { db, now } = ctx
      const referral = await findReferral(db, ownOf(ctx, side), id)
      if (!referral) throw refused({ code: 'not_found' })
      const status = referralStatusOf(referral, now)
      const isShown = side === 'sent' || showsContact(status)
      const contact = isShown ? ((await findReferralContact(db, id)) ?? null) : null
      return { ...referral, status, contact }
    }),

  /** Accepts, declines, wins or loses. Winning adds nobody to the customers. */
  act: partnerMutation('referrals.answer')
    .input(referralActInput)
    .mutation(async ({ ctx, input: { id, act } }) => {
      needReferrals(ctx)
      const { db, session, now } = ctx
      const partnerId = session.organisation.id
      // A closed one cannot be locked: it is read as it is now.
      const locked = await lockReferral(db, partnerId, id)
      const referral = locked ?? (await findReferral(db, ownOf(ctx, 'received'), id))
      if (!referral) throw refused({ code: 'not_found' })
      const isSuspended = session.organisation.partnerStatus !== 'active'
      const { status, isClosed } = settled(advanceReferral(referral, act, { isSuspended, now }))
      const isAnswer = act === 'accept' || act === 'decline'
      const answered = isAnswer ? { answeredBy: session.account.id, answeredAt: now } : {}
      await saveReferral(db, id, { status, closedAt: isClosed ? now : null, ...answered })
      const entry = { action: `referral.${events[act]}` as const, payload: { referralId: id } }
      const chains = [partnerId, ...(referral.providerId ? [referral.providerId] : [])]
      await record(
        ctx,
        chains.map((organisationId) => ({ organisationId, ...entry })),
      )
      if (act === 'decline')
        await enqueue(db, [{ name: 'mail.referral-closed', data: { partnerId, referralId: id } }], now)
      return { status }
    }),

  /** A provider refers a customer to one of its resellers. */
  refer: partnerMutation('referrals.refer')
    .input(referToResellerInput)
    .mutation(async ({ ctx, input }) => {
      const { partnershipId, company, country, message } = input
      const { db, session, cloud, now } = ctx
      const { id: providerId, partnerKind, partnerStatus } = session.organisation
      if (partnerStatus !== 'active') throw refused({ code: 'own_account_suspended' })
      const found = await findOwnPartnership(db, { side: 'provider', ownId: providerId }, partnershipId)
      if (!found) throw refused({ code: 'not_found' })
      const hasPartnership = await lockLivePartnership(db, found)
      const made = settled(
        createReferral(
          cloud,
          { provider: partnerKind, hasPartnership },
          { status: found.other.status, hasPublishedProfile: false },
          now,
        ),
      )
      const referral = {
        ...{ id: newId<'referral'>(), partnerId: found.resellerId, source: 'provider' as const },
        ...{ company, country, message, providerId, referredBy: session.account.id },
      }
      await insertReferral(db, { ...referral, ...made, createdAt: now }, contactOf(input))
      const { payload, ...received } = createdEntry(referral)
      await record(ctx, [
        { ...received, payload: { ...payload, providerId } },
        {
          ...received,
          organisationId: providerId,
          payload: { ...payload, resellerId: found.resellerId },
        },
      ])
      await enqueue(db, [waitingJob(referral)], now)
      return { id: referral.id }
    }),
})

export const contactOf = ({ name, email, phone }: ReferralContact): ReferralContact => ({
  name,
  email,
  phone,
})

type Made = Pick<Parameters<typeof insertReferral>[1], 'id' | 'partnerId' | 'source'>

/** The record in the partner's chain. It names nobody. */
export const createdEntry = ({ id: referralId, partnerId, source }: Made): AuditEntry => ({
  organisationId: partnerId,
  action: 'referral.created',
  payload: { referralId, source },
})

/** The job that tells the partner's people (M-17). */
export const waitingJob = ({ id: referralId, partnerId }: Made) => ({
  name: 'referral.waiting' as const,
  data: { partnerId, referralId, isReminder: false },
})

/** Refuses in a cloud without referrals. */
export function needReferrals({ cloud }: Pick<Context, 'cloud'>): void {
  if (!cloud.referrals.isOn) throw refused({ code: 'feature_off' })
}

type Ctx = Context & { db: PartnerDb; session: PartnerSession }

const ownOf = ({ session }: Pick<Ctx, 'session'>, side: Side) => ({ side, ownId: session.organisation.id })

const record = (ctx: Ctx, entries: AuditEntry[]) => insertAudit(ctx.db, actorOf(ctx), entries, ctx.now)
