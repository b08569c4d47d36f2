import { lockFourEyes, needsFourEyes } from '@entente/db/core/instance-settings'
import { listPeople } from '@entente/db/identity/people'
import { findOpenNotice, insertNotice, withdrawNotice } from '@entente/db/operator/deauthorisation-notices'
import { listPartnerActs } from '@entente/db/operator/operator-audit'
import {
  countCustomersWithPrivileges,
  findPartner,
  listLinksOf,
  listPartners,
  lockLinkToRevoke,
  saveLinkVersion,
  savePartnerStanding,
} from '@entente/db/operator/operator-partners'
import { findProviderEntry, saveListing } from '@entente/db/partner/provider-entries'
import { idOf } from '@entente/domain/core/id'
import { may } from '@entente/domain/core/permission'
import { checkTypedName } from '@entente/domain/core/typed-name'
import { partnerListInput } from '@entente/domain/operator/operator-list'
import {
  announceDeauthorisation,
  announceInput,
  deauthorise,
  deauthoriseInput,
  endOf,
  freeze,
  lift,
  liftInput,
  partnerControlInput,
  revoke,
  revokeLinkInput,
  suspend,
  suspendInput,
  thaw,
  withdrawDeauthorisation,
} from '@entente/domain/operator/partner-control'
import { listProvider, unlistProvider } from '@entente/domain/partner/provider-entry'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { askForConfirmation } from './asked-act.ts'
import { endPartner, lockedPartner, recordAct, recordPrivileges } from './partner-acts.ts'
import { mailAdmins, mailPartner } from './partner-mails.ts'

export const operatorPartners = t.router({
  list: operatorQuery('partners.view', { from: 'replica' })
    .input(partnerListInput)
    .query(({ ctx: { db }, input }) => listPartners(db, input)),

  /** A partner's record: its card, its people without anything secret, its links without their tokens. */
  get: operatorQuery('partners.view')
    .input(z.object({ id: idOf<'organisation'>() }))
    .query(async ({ ctx: { db, session }, input: { id } }) => {
      const partner = await findPartner(db, id)
      if (!partner) throw refused({ code: 'not_found' })
      const people = await listPeople(db, id)
      const acts = await listPartnerActs(db, id)
      const readsReasons = may('operator', session.roles, 'audit.view_payloads')
      return {
        partner,
        notice: partner.status === 'deauthorised' ? null : ((await findOpenNotice(db, id)) ?? null),
        /** What a provider says in the directory, listed or not; null for everybody else. */
        entry: (await findProviderEntry(db, id)) ?? null,
        customersWithPrivileges: await countCustomersWithPrivileges(db, id),
        /** Whether another operator has to confirm its end. */
        fourEyes: await needsFourEyes(db),
        people: people.map(({ id, accountId, name, email, status, roles, since, isSuspended }) => ({
          ...{ id, accountId, name, email, status, roles, since, isSuspended },
        })),
        links: (await listLinksOf(db, id)).map(({ partnerId: _, ...link }) => link),
        acts: acts.map(({ id, action, actor, at, payload }) => ({
          ...{ id, action, at, by: actor?.name ?? null },
          reason: readsReasons ? reasonOf(payload) : null,
        })),
      }
    }),

  /**
   * Suspends a partner (§4.2): its links answer neutrally, it sends nothing; its customers stay manageable, unless the same
   * act freezes its privileges.
   */
  suspend: operatorMutation('partners.suspend', { fresh: true })
    .input(suspendInput)
    .mutation(async ({ ctx, input: { id, reason, told, freeze: freezes } }) => {
      const suspended = settled(suspend(await lockedPartner(ctx.db, id)))
      await savePartnerStanding(ctx.db, id, freezes ? settled(freeze(suspended, ctx.now)) : suspended)
      await recordAct(ctx, 'partner.suspended', id, reason, { told })
      await mailPartner(ctx, 'mail.partner-suspended', id)
      if (freezes) await recordPrivileges(ctx, 'frozen', id, reason)
      return {}
    }),

  /** Lifts a suspension, and tells the partner. Frozen privileges stay frozen. */
  lift: operatorMutation('partners.suspend', { fresh: true })
    .input(liftInput)
    .mutation(async ({ ctx, input: { id, reason, told } }) => {
      await savePartnerStanding(ctx.db, id, settled(lift(await lockedPartner(ctx.db, id))))
      await recordAct(ctx, 'partner.suspension_lifted', id, reason, { told })
      await mailPartner(ctx, 'mail.suspension-lifted', id)
      return {}
    }),

  /** The kill switch for a compromised partner: from now on nothing can be done with any of its grants (§4.8). */
  freeze: operatorMutation('partners.suspend', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await savePartnerStanding(ctx.db, id, settled(freeze(await lockedPartner(ctx.db, id), ctx.now)))
      await recordPrivileges(ctx, 'frozen', id, reason)
      await mailAdmins(ctx, 'mail.privileges-frozen', id)
      return {}
    }),

  thaw: operatorMutation('partners.suspend', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await savePartnerStanding(ctx.db, id, settled(thaw(await lockedPartner(ctx.db, id))))
      await recordPrivileges(ctx, 'thawed', id, reason)
      await mailAdmins(ctx, 'mail.privileges-thawed', id)
      return {}
    }),

  /**
   * De-authorises a partner for good (§4.2): its people and links stop working at once, a job ends its grants, customer by
   * customer. The relationships and their data stay. Where four eyes are set, it waits for a second operator.
   */
  deauthorise: operatorMutation('partners.deauthorise', { fresh: true })
    .input(deauthoriseInput)
    .mutation(async ({ ctx, input: { id, reason, typedName } }) => {
      const partner = await lockedPartner(ctx.db, id)
      settled(deauthorise(partner))
      settled(checkTypedName(typedName, partner.legalName))
      const asks = await lockFourEyes(ctx.db)
      if (asks) await askForConfirmation(ctx, { kind: 'deauthorise_partner', targetId: id, reason })
      else await endPartner(ctx, id, reason)
      return { asked: asks }
    }),

  /**
   * Announces the end of a partner's authorisation, with a reason that the partner reads. Its warnings follow 90, 60 and 30
   * days before (M-20): what the notice is too late for is sent at once, in one warning.
   */
  announceDeauthorisation: operatorMutation('partners.deauthorise', { fresh: true })
    .input(announceInput)
    .mutation(async ({ ctx, input: { id, reason, endsOn } }) => {
      const { db, now, session } = ctx
      const endsAt = endOf(endsOn)
      const partner = await lockedPartner(db, id)
      const open = await findOpenNotice(db, id)
      const { warnsNow, nextWarningAt } = settled(announceDeauthorisation(partner, open, endsAt, now))
      const notice = { partnerId: id, reason, endsAt, announcedBy: session.account.id, nextWarningAt }
      const noticeId = await insertNotice(db, notice, now)
      await recordAct(ctx, 'partner.deauthorisation_announced', id, reason, { endsOn })
      if (warnsNow)
        await enqueue(db, [{ name: 'partner.deauthorisation-near', data: { partnerId: id, noticeId } }], now)
      return {}
    }),

  /** Withdraws the notice: no further warning is sent. */
  withdrawDeauthorisation: operatorMutation('partners.deauthorise', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await lockedPartner(ctx.db, id)
      const notice = settled(withdrawDeauthorisation(await findOpenNotice(ctx.db, id)))
      await withdrawNotice(ctx.db, notice.id, ctx.session.account.id, ctx.now)
      await recordAct(ctx, 'partner.deauthorisation_withdrawn', id, reason)
      return {}
    }),

  /** Puts a provider into the public directory. */
  listProvider: operatorMutation('partners.list_providers', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      const partner = await lockedPartner(ctx.db, id)
      settled(listProvider(partner, await findProviderEntry(ctx.db, id)))
      await saveListing(ctx.db, id, ctx.now)
      await recordAct(ctx, 'provider_entry.listed', id, reason)
      return {}
    }),

  /** Takes a provider out of the directory. Its entry stays, for it to change. */
  unlistProvider: operatorMutation('partners.list_providers', { fresh: true })
    .input(partnerControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await lockedPartner(ctx.db, id)
      settled(unlistProvider(await findProviderEntry(ctx.db, id)))
      await saveListing(ctx.db, id, null)
      await recordAct(ctx, 'provider_entry.unlisted', id, reason)
      return {}
    }),

  /** Revokes every copy of a link that was handed out; the partner's next draft carries a new one (§4.6). */
  revokeLink: operatorMutation('links.revoke', { fresh: true })
    .input(revokeLinkInput)
    .mutation(async ({ ctx, input: { id, version, reason, typedName } }) => {
      const link = await lockLinkToRevoke(ctx.db, id)
      if (!link) throw refused({ code: 'not_found' })
      const next = settled(revoke(link.version, version))
      const partner = await findPartner(ctx.db, link.partnerId)
      settled(checkTypedName(typedName, partner?.legalName ?? ''))
      await saveLinkVersion(ctx.db, id, next, ctx.now)
      const after = link.revokedAt?.toISOString() ?? null
      // Where providers make joint links, their requests carry them (D-05).
      const authors = [link.partnerId, ...(link.providerId ? [link.providerId] : [])]
      const jobs = authors.map((partnerId) => ({
        name: 'partner.link-revoked' as const,
        data: { partnerId, linkId: id, after },
      }))
      await enqueue(ctx.db, jobs, ctx.now)
      await recordAct(ctx, 'relationship_link.revoked', link.partnerId, reason, { linkId: id, version: next })
      return {}
    }),
})

const reasonOf = (payload: unknown): string | null =>
  z.object({ reason: z.string() }).safeParse(payload).data?.reason ?? null
