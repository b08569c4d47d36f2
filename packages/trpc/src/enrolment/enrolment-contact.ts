import { primaryContactInput } from '@entente/addresses/company-profile'
import { type AuditEntry, insertAudit } from '@entente/db/core/audit'
import { newId } from '@entente/db/core/new-id'
import { type AuthDb, asAuth, type Scoped } from '@entente/db/core/scopes'
import { saveContactAnswer } from '@entente/db/enrolment/enrolments'
import { savePartnerProfile } from '@entente/db/enrolment/partner-profiles'
import {
  consumeOneTimeLink,
  findNewestContactLinkId,
  listContactLinks,
  type OneTimeLink,
} from '@entente/db/identity/one-time-links'
import type { Id } from '@entente/domain/core/id'
import {
  type ContactFacts,
  contactLimits,
  isExpired,
  whyNotResend,
} from '@entente/domain/enrolment/contact-verification'
import { confirmContactInput, denyContactInput } from '@entente/domain/enrolment/enrolment-input'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { actorOf, limitGuessing, partnerMutation, publicProcedure, visitorMutation } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { genuineOneTimeLink, openOneTimeLink } from '../identity/one-time-link.ts'
import { contactColumns, readContact } from './enrolment-drafts.ts'
import { type ApplicantCtx, ownEnrolment, takeApplicantStep } from './enrolment-scope.ts'
import { enrolmentFacts, issueContactLink, lockedEnrolment, profileOf, takeStep } from './enrolment-step.ts'

const token = z.string().max(20_000)
const dayMs = 86_400_000

type ContactLink = Extract<OneTimeLink, { kind: 'contact' }>

/** The primary contact's address (§4.3): the contact answers without an account; the applicant can name another one. */
export const enrolmentContact = {
  /** What M-01's page shows. Opening it changes nothing, however often a mail scanner does (S7, R-101). */
  contactStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { link, isOpen } = await genuineOneTimeLink(ctx, 'contact', input.token)
      const { legalName, contactName, contactStatus } = await asAuth(ctx.database, null, (db) =>
        profileOf(db, link.organisationId),
      )
      const { email } = link.details
      if (isOpen) return { result: 'open' as const, email, organisation: legalName, name: contactName }
      const isAnswered = contactStatus === 'verified' || contactStatus === 'denied'
      if (!isAnswered || !(await isNewest(ctx, link))) throw refused({ code: 'one_time_link_spent' })
      return { result: contactStatus, email, organisation: legalName, name: contactName }
    }),

  /** The contact confirms both statements. */
  confirmContact: visitorMutation
    .use(limitGuessing)
    .input(confirmContactInput)
    .mutation(async ({ ctx, input }) => {
      const link = await openOneTimeLink(ctx, 'contact', input.token)
      return ctx.write((db) => answer(ctx, db, link, 'verify_contact'))
    }),

  /** "I did not sign up": holds the application and tells the applicant (§4.3). */
  denyContact: visitorMutation
    .use(limitGuessing)
    .input(denyContactInput)
    .mutation(async ({ ctx, input }) => {
      const link = await openOneTimeLink(ctx, 'contact', input.token)
      return ctx.write((db) => answer(ctx, db, link, 'deny_contact'))
    }),

  /** Sends M-01 again, after one business day and at most three times a day; the earlier link stops working. */
  resendContactMail: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    const { organisationId } = await ownEnrolment(ctx)
    const { contactStatus } = await profileOf(ctx.db, organisationId)
    const refusal = whyNotResend(contactStatus, await contactFacts(ctx))
    if (refusal) throw refused(refusal)
    const now = ctx.clock()
    const id = newId<'outbox'>()
    await issueContactLink(ctx, ctx.db, organisationId, id)
    const data = { organisationId, kind: 'verify_contact', to: 'contact' } as const
    await enqueue(ctx.db, [{ id, name: 'mail.enrolment', data }], now)
    const entry: AuditEntry = { organisationId, action: 'enrolment.contact_mail_repeated', payload: {} }
    await insertAudit(ctx.db, actorOf(ctx), [entry], now)
    return {}
  }),

  /** Replaces the primary contact of a submitted application: M-01 goes out again, the old link stops working. */
  changeContact: partnerMutation('enrolment.manage')
    .input(primaryContactInput)
    .mutation(async ({ ctx, input }) => {
      await ownEnrolment(ctx)
      const { sendsInLastDay, oldestSendAt, now } = await contactFacts(ctx)
      if (sendsInLastDay >= contactLimits.sendsPerDay && oldestSendAt) {
        const waitMs = oldestSendAt.getTime() + dayMs - now.getTime()
        throw refused({ code: 'too_many_attempts', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) })
      }
      const contact = await readContact(ctx, input)
      await savePartnerProfile(ctx.db, ctx.session.organisation.id, contactColumns(contact), now)
      await takeApplicantStep(ctx, { event: 'change_contact' })
      return {}
    }),
}

/** The facts that decide whether the newest verification is expired and can be sent again. */
export async function contactFacts({ db, session, clock }: ApplicantCtx): Promise<ContactFacts> {
  return contactFactsOf(db, session.organisation.id, clock())
}

export async function contactFactsOf(
  db: Scoped<'partner' | 'operator'>,
  id: Id<'organisation'>,
  now: Date,
): Promise<ContactFacts> {
  const links = await listContactLinks(db, id)
  const inLastDay = links.filter(({ createdAt }) => createdAt.getTime() > now.getTime() - dayMs)
  return {
    now,
    sentAt: links[0]?.createdAt ?? null,
    expiresAt: links[0]?.expiresAt ?? null,
    sendsInLastDay: inLastDay.length,
    oldestSendAt: inLastDay.at(-1)?.createdAt ?? null,
    by: 'applicant',
  }
}

/** What the status page says about the contact, and how many seconds until the mail can be sent again. */
export async function contactNow(ctx: ApplicantCtx) {
  const { contactStatus } = await profileOf(ctx.db, ctx.session.organisation.id)
  const facts = await contactFacts(ctx)
  const refusal = whyNotResend(contactStatus, facts)
  return {
    status: contactStatus,
    isExpired: isExpired(contactStatus, facts),
    sentAt: facts.sentAt,
    resend:
      refusal === undefined
        ? { wait: 0 }
        : 'retryAfterSeconds' in refusal
          ? { wait: refusal.retryAfterSeconds }
          : null,
  }
}

async function answer(
  ctx: Context,
  db: AuthDb,
  link: ContactLink,
  event: 'verify_contact' | 'deny_contact',
): Promise<{ organisation: string }> {
  const now = ctx.clock()
  const { organisationId } = link
  // Locks the application first, as every writer of it does, so that no two writers wait for each other.
  const enrolment = await lockedEnrolment(db, organisationId)
  if (!(await consumeOneTimeLink(db, link.id, now))) throw refused({ code: 'one_time_link_spent' })
  const facts = await enrolmentFacts(db, enrolment)
  const step = { enrolment, event, side: 'contact' } as const
  await takeStep(ctx, db, { ...step, facts, payload: { email: link.details.email } })
  await saveContactAnswer(db, organisationId, event === 'verify_contact' ? 'verified' : 'denied', now)
  return { organisation: (await profileOf(db, organisationId)).legalName }
}

/** Whether this is the newest verification: only then did the contact answer through this link. */
const isNewest = ({ database }: Context, link: ContactLink): Promise<boolean> =>
  asAuth(database, null, async (db) => (await findNewestContactLinkId(db, link.organisationId)) === link.id)
