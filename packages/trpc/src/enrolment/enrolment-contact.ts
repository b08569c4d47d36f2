import { primaryContactInput } from '@entente/addresses/company-profile'
import { type AuthDb, asAuth } from '@entente/db/core/scopes'
import { findApplicant } from '@entente/db/enrolment/applications'
import { consumeOneTimeLink, type OneTimeLink } from '@entente/db/identity/one-time-links'
import {
  advanceContact,
  awaitsAnswer,
  isExpired,
  whyNotResend,
} from '@entente/domain/enrolment/contact-verification'
import { isCorrecting } from '@entente/domain/enrolment/enrolment'
import { confirmContactInput, denyContactInput } from '@entente/domain/enrolment/enrolment-input'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { partnerMutation, publicProcedure, visitorMutation } from '../core/gates.ts'
import { limitGuessing } from '../core/limit-guessing.ts'
import { refused, settled } from '../core/refused.ts'
import { genuineOneTimeLink } from '../identity/one-time-link.ts'
import { type Application, load, lock, resendVerification, step } from './application.ts'
import { contactColumns, progressOf, readContact, savePart } from './enrolment-drafts.ts'

const token = z.string().max(20_000)

type ContactLink = Extract<OneTimeLink, { kind: 'contact' }>

/** The primary contact's address (§4.3): the contact answers without an account; the applicant can name another one. */
export const enrolmentContact = {
  /**
   * What M-01's page shows. Opening it changes nothing, however often a mail scanner does (S7, R-101). To a contact who has
   * confirmed it shows how the application stands and who acts, because the contact has no account (R-104).
   */
  contactStatus: publicProcedure
    .use(limitGuessing)
    .input(z.object({ token }))
    .query(async ({ ctx, input }) => {
      const { link, isOpen } = await genuineOneTimeLink(ctx, 'contact', input.token)
      const [application, applicant] = await asAuth(ctx.database, null, async (db) => {
        const found = await load({ ...ctx, db }, link.organisationId)
        const { applicantId } = found.enrolment
        return [found, applicantId ? await findApplicant(db, applicantId) : undefined] as const
      })
      const { legalName: organisation, contactName: name, contactStatus } = application.profile
      const page = { email: link.details.email, organisation, name }
      // A dropped change made newer links; the contact who confirmed before it goes on reading on its own one.
      const isReader = contactStatus === 'verified' && application.profile.contactEmail === link.details.email
      if (!isReader && !isOfNow(application, link)) throw refused({ code: 'one_time_link_spent' })
      if (isOpen && awaitsAnswer(contactStatus, application.contact))
        return { result: 'open' as const, ...page }
      if (contactStatus === 'denied') return { result: contactStatus, ...page }
      if (contactStatus === 'verified') {
        const { state, stateSince, reason } = application.enrolment
        const actor = applicant ? { name: applicant.name, email: applicant.email } : null
        return { result: contactStatus, ...page, state, stateSince, reason, actor }
      }
      throw refused({ code: 'one_time_link_spent' })
    }),

  /** The contact confirms both statements. */
  confirmContact: visitorMutation
    .use(limitGuessing)
    .input(confirmContactInput)
    .prepare(({ ctx, input }) => genuineOneTimeLink(ctx, 'contact', input.token))
    .mutation(({ ctx, prepared: { link } }) => answer(ctx, link, 'verify')),

  /** "I did not sign up": holds the application and tells the applicant (§4.3). */
  denyContact: visitorMutation
    .use(limitGuessing)
    .input(denyContactInput)
    .prepare(({ ctx, input }) => genuineOneTimeLink(ctx, 'contact', input.token))
    .mutation(({ ctx, prepared: { link } }) => answer(ctx, link, 'deny')),

  /** Sends M-01 again, after one business day and at most three times a day; the earlier link stops working. */
  resendContactMail: partnerMutation('enrolment.manage').mutation(async ({ ctx }) => {
    await resendVerification(ctx, await lock(ctx, ctx.session.organisation.id))
    return {}
  }),

  /** Replaces the primary contact of a submitted application: M-01 goes out, the old link stops working. */
  changeContact: partnerMutation('enrolment.manage')
    .input(primaryContactInput)
    .mutation(async ({ ctx, input }) => {
      const application = await lock(ctx, ctx.session.organisation.id)
      const profileChange = contactColumns(await readContact(ctx, input))
      const { contactEmail, contactStatus } = application.profile
      const isSameAddress = profileChange.contactEmail === contactEmail && contactStatus === 'verified'
      // The address stays proven when only the name or the phone is corrected.
      if (isSameAddress && isCorrecting(application.enrolment.state))
        return savePart(ctx, 'primary_contact', profileChange)
      const details = { profileChange, payload: { email: profileChange.contactEmail } }
      return progressOf(await step(ctx, application, 'change_contact', details))
    }),
}

/** What the status page says about the contact, and how many seconds until the mail can be sent again. */
export function contactNow({ profile: { contactStatus }, contact }: Application) {
  const refusal = whyNotResend(contactStatus, contact)
  return {
    status: contactStatus,
    isExpired: isExpired(contactStatus, contact),
    sentAt: contact.sentAt,
    resend:
      refusal === undefined
        ? { wait: 0 }
        : 'retryAfterSeconds' in refusal
          ? { wait: refusal.retryAfterSeconds }
          : null,
  }
}

/** The same answer again changes nothing; every other one needs an open link (§4.3). */
async function answer(
  ctx: Context & { db: AuthDb },
  link: ContactLink,
  event: 'verify' | 'deny',
): Promise<{ organisation: string }> {
  // Locks the application first, as every writer of it does, so that no two writers wait for each other.
  const application = await lock(ctx, link.organisationId)
  const { profile, contact, now } = application
  if (!isOfNow(application, link)) throw refused({ code: 'one_time_link_spent' })
  const { state } = settled(advanceContact(profile.contactStatus, event, contact))
  if (state !== profile.contactStatus) {
    if (!(await consumeOneTimeLink(ctx.db, link, now))) throw refused({ code: 'one_time_link_spent' })
    await step(ctx, application, `${event}_contact`, { payload: { email: link.details.email } })
  }
  return { organisation: profile.legalName }
}

/** Whether this is the newest verification, of the present contact: a dropped change leaves the links of another one. */
const isOfNow = ({ contactLinkId, profile }: Application, link: ContactLink): boolean =>
  contactLinkId === link.id && profile.contactEmail === link.details.email
