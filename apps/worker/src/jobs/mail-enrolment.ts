import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findApplicant } from '@entente/db/enrolment/applications'
import { type Enrolment, findEnrolment, listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import { findCompanyProfile, type PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import { listContactLinks } from '@entente/db/identity/one-time-links'
import { listPeopleWithRole } from '@entente/db/identity/people'
import type { Translate } from '@entente/i18n/translate'
import { accountReadyMail } from '@entente/mail/account-ready'
import { documentsRequestedMail } from '@entente/mail/documents-requested'
import { enrolmentAcceptedMail, enrolmentRejectedMail } from '@entente/mail/enrolment-decided'
import {
  type Actor,
  enrolmentNewsMail,
  enrolmentStatusMail,
  reportedStates,
} from '@entente/mail/enrolment-status'
import type { Frame } from '@entente/mail/layout'
import type { Rendered } from '@entente/mail/rendered'
import { verifyContactMail } from '@entente/mail/verify-contact'
import type { enrolmentMailJobs } from '@entente/queue/application-mails'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { contactUrl } from '../links.ts'

type EnrolmentMailHandler = Handler<(typeof enrolmentMailJobs)[keyof typeof enrolmentMailJobs]>
type Recipient = { name: string; email: string; locale: string | null }

type Found = {
  db: PartnerDb
  tools: Tools
  jobId: string
  enrolment: Enrolment
  profile: PartnerProfile
  applicant: Recipient | undefined
  /** What every mail of an application names. */
  common: { name: string; organisation: string; actor: Actor }
}
type Mail = {
  render: (frame: Frame, t: Translate) => Rendered
  /** Without a link of its own, a mail leads to its reader's page with the application's status. */
  link?: string
  /** Whether it repeats what the operator wrote. */
  quotesOperator?: boolean
}

/**
 * Makes the handler of one mail of an application. `compose` returns undefined when the application has left the state
 * that the mail is about: the new state has a mail job of its own. A contact that denied or bounced gets no further
 * mail; the applicant gets it instead, unless it is told by a mail of its own. A contact who is not the applicant has no account:
 * it reads on its own page, and what the operator wrote only at an address that it proved.
 */
const enrolmentMail =
  (compose: (found: Found) => Mail | undefined | Promise<Mail | undefined>): EnrolmentMailHandler =>
  async (tools, { organisationId, to, isApplicantTold }, job) => {
    const scope = { organisationId, audience: 'partner', personId: null } as const
    const found = await asTenant(tools.database, scope, async (db) => {
      const enrolment = await findEnrolment(db, organisationId)
      if (!enrolment) return undefined
      const profile = await findCompanyProfile(db, organisationId)
      const applicant = await findApplicantOf(db, enrolment)
      // Why an application was closed is told only to a contact that proved its address.
      const findContact = enrolment.state === 'closed' ? provenContactOf : contactOf
      const contact = to === 'contact' ? findContact(profile) : undefined
      const recipient = contact ?? (isApplicantTold ? undefined : applicant)
      if (!recipient) return undefined
      const links = contact && !profile.contactIsApplicant ? await listContactLinks(db, organisationId) : []
      const contactLink = links.find(({ details }) => details.email === contact?.email)
      const common = {
        ...{ name: recipient.name, organisation: profile.legalName },
        actor: (contactLink && applicant) ?? null,
      }
      const mail = await compose({ db, tools, jobId: job.id, enrolment, profile, applicant, common })
      const link = contactLink ? contactUrl(tools, contactLink) : `${tools.sites.partner}/enrol/status`
      const isProven = !contact || profile.contactIsApplicant || profile.contactStatus === 'verified'
      const news = (frame: Frame, t: Translate) => enrolmentNewsMail({ ...frame, ...common }, t)
      const render = mail?.quotesOperator && !isProven ? news : mail?.render
      return mail && render && { link, ...mail, render, recipient, applicant }
    })
    if (!found) return
    const { recipient, applicant, render, link } = found
    await deliver(tools, job, {
      recipient: recipient.email,
      // A contact has no account, so no language: the mail uses the language of the person who named it.
      render: (frame) => render(frame, wordsFor(tools.cloud, recipient.locale, applicant?.locale)),
      link,
    })
  }

/** The global admin who enrolled, or the company's first global admin if it never enrolled. */
async function findApplicantOf(db: PartnerDb, { applicantId, organisationId }: Enrolment) {
  const applicant = applicantId ? await findApplicant(db, applicantId) : undefined
  return applicant ?? (await listPeopleWithRole(db, organisationId, 'global_admin'))[0]
}

type Contact = Pick<PartnerProfile, 'contactName' | 'contactEmail' | 'contactStatus'>

const recipientOf = ({ contactName, contactEmail }: Contact): Recipient | undefined =>
  contactName && contactEmail ? { name: contactName, email: contactEmail, locale: null } : undefined

/** The primary contact, unless it denied or its mails bounce. */
const contactOf = (contact: Contact): Recipient | undefined =>
  contact.contactStatus === 'denied' || contact.contactStatus === 'bounced' ? undefined : recipientOf(contact)

/** The primary contact that proved its address: while a change of it waits for its answer, the one before the change. */
export function provenContactOf(profile: Contact & Pick<PartnerProfile, 'beforeChange'>) {
  // The verified profile as a whole.
  const before = profile.beforeChange as Contact | null
  const proven = [profile, before].find((contact) => contact?.contactStatus === 'verified')
  return proven ? recipientOf(proven) : undefined
}

/** Whether the last decision was about a change of an enrolled partner. */
async function isReReview({ db, enrolment }: Found): Promise<boolean> {
  const events = await listEnrolmentEvents(db, enrolment.organisationId)
  return events.findLast(({ event }) => event === 'accept' || event === 'reject')?.state === 'active'
}

/** M-01, unless a later mail has replaced this one, or the contact has answered. */
export const mailContactVerificationRequested = enrolmentMail(async (found) => {
  const { db, tools, profile, applicant, common } = found
  if (profile.contactStatus !== 'sent' || profile.contactMailId !== found.jobId) return undefined
  const [link] = await listContactLinks(db, profile.organisationId)
  if (!link || link.consumedAt) return undefined
  const { expiresAt } = link
  const values = { ...common, person: applicant?.name ?? '', expiresAt, timeZone: tools.cloud.timeZone }
  return {
    render: (frame, t) => verifyContactMail({ ...frame, ...values }, t),
    link: contactUrl(tools, link),
  }
})

/** What the operator wrote, and until when it waits. */
const answerOf = ({ cloud }: Tools, { reason, answerUntil }: Enrolment) => ({
  ...{ reason: reason ?? '', answerUntil, timeZone: cloud.timeZone },
})

/** M-02. */
export const mailEnrolmentStatusChanged = enrolmentMail(({ tools, enrolment, common }) => {
  const state = reportedStates.find((known) => known === enrolment.state)
  const { reviewTime } = tools.cloud.enrolment
  const values = { ...common, ...answerOf(tools, enrolment), reviewTime }
  return state && { render: (frame, t) => enrolmentStatusMail({ ...frame, ...values, state }, t) }
})

/** M-03. */
export const mailEnrolmentAccepted = enrolmentMail(async (found) => {
  const { enrolment, common } = found
  if (enrolment.state !== 'accepted' && enrolment.state !== 'active') return undefined
  const values = { ...common, isReReview: await isReReview(found) }
  return { render: (frame, t) => enrolmentAcceptedMail({ ...frame, ...values }, t) }
})

/** M-04. */
export const mailEnrolmentRejected = enrolmentMail(async (found) => {
  const { enrolment, common } = found
  const values = { ...common, isReReview: await isReReview(found), reason: enrolment.reason ?? '' }
  if (enrolment.state !== 'rejected' && !values.isReReview) return undefined
  return { render: (frame, t) => enrolmentRejectedMail({ ...frame, ...values }, t), quotesOperator: true }
})

/** M-05. */
export const mailDocumentsRequested = enrolmentMail(({ tools, enrolment, common }) =>
  enrolment.state === 'documents_requested'
    ? {
        render: (frame, t) =>
          documentsRequestedMail({ ...frame, ...common, ...answerOf(tools, enrolment) }, t),
        quotesOperator: true,
      }
    : undefined,
)

/** M-06. */
export const mailAccountReady = enrolmentMail(({ tools, enrolment, common }) => {
  const agreement = tools.cloud.agreements.partner.name
  return enrolment.state === 'accepted'
    ? { render: (frame, t) => accountReadyMail({ ...frame, ...common, agreement }, t) }
    : undefined
})

const byKind = {
  verify_contact: mailContactVerificationRequested,
  status: mailEnrolmentStatusChanged,
  accepted: mailEnrolmentAccepted,
  rejected: mailEnrolmentRejected,
  documents_requested: mailDocumentsRequested,
  account_ready: mailAccountReady,
}

/** Goes after release 0.2: a job that waits since 0.1 runs as the one that took its place. */
export const mailEnrolment: Handler<'mail.enrolment'> = (tools, { kind, ...data }, job) =>
  byKind[kind](tools, data, job)
