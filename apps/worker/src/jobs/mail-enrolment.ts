import { asTenant, type PartnerDb } from '@entente/db/core/scopes'
import { findApplicant } from '@entente/db/enrolment/applications'
import { type Enrolment, findEnrolment, listEnrolmentEvents } from '@entente/db/enrolment/enrolments'
import { findPartnerProfile, type PartnerProfile } from '@entente/db/enrolment/partner-profiles'
import { listContactLinks } from '@entente/db/identity/one-time-links'
import { listPeopleWithRole } from '@entente/db/identity/people'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Translate } from '@entente/i18n/translate'
import { accountReadyMail } from '@entente/mail/account-ready'
import { documentsRequestedMail } from '@entente/mail/documents-requested'
import { enrolmentAcceptedMail, enrolmentRejectedMail } from '@entente/mail/enrolment-decided'
import { enrolmentStatusMail, reportedStates } from '@entente/mail/enrolment-status'
import type { Rendered } from '@entente/mail/rendered'
import { verifyContactMail } from '@entente/mail/verify-contact'
import type { JobData } from '@entente/queue/jobs'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { contactUrl } from '../links.ts'

type Data = JobData<'mail.enrolment'>
type Recipient = { name: string; email: string; locale: string | null }
type Found = {
  enrolment: Enrolment
  profile: PartnerProfile
  recipient: Recipient
  enroller: Recipient | undefined
  isReReview: boolean
  links: Awaited<ReturnType<typeof listContactLinks>>
}

/**
 * Sends one mail of an application (M-01 to M-06), unless the application has left the state that the mail is about:
 * the new state has a mail job of its own. A contact that denied or bounced gets no further mail; the enroller gets it
 * instead.
 */
export const mailEnrolment: Handler<'mail.enrolment'> = async (tools, data, job) => {
  const found = await find(tools, data)
  if (!found) return
  const { recipient, enroller } = found
  const render = rendererOf(tools.cloud, data, found, job.id)
  if (!render) return
  await deliver(tools, job, {
    recipient: recipient.email,
    // A contact has no account, so no language: the mail uses the language of the person who named it.
    render: () => render(wordsFor(tools.cloud, recipient.locale, enroller?.locale)),
    link: linkOf(tools, data, found),
  })
}

const find = (tools: Tools, { organisationId, kind, to }: Data): Promise<Found | undefined> =>
  asTenant(tools.database, { organisationId, audience: 'partner', personId: null }, async (db) => {
    const enrolment = await findEnrolment(db, organisationId)
    const profile = await findPartnerProfile(db, organisationId)
    if (!enrolment || !profile) return undefined
    const enroller = await findEnroller(db, enrolment)
    const isUnreachable =
      kind !== 'verify_contact' && (profile.contactStatus === 'denied' || profile.contactStatus === 'bounced')
    const recipient = (to === 'contact' && !isUnreachable && contactOf(profile)) || enroller
    if (!recipient) return undefined
    const events = await listEnrolmentEvents(db, organisationId)
    const decided = events.findLast(({ event }) => event === 'accept' || event === 'reject')
    const links = await listContactLinks(db, organisationId)
    return { enrolment, profile, recipient, enroller, isReReview: decided?.state === 'active', links }
  })

/** The global admin who enrolled, or the company's first global admin if it never enrolled. */
async function findEnroller(db: PartnerDb, { applicantId, organisationId }: Enrolment) {
  const applicant = applicantId ? await findApplicant(db, applicantId) : undefined
  return applicant ?? (await listPeopleWithRole(db, organisationId, 'global_admin'))[0]
}

const contactOf = ({ contactName, contactEmail }: PartnerProfile): Recipient | undefined =>
  contactName && contactEmail ? { name: contactName, email: contactEmail, locale: null } : undefined

/** Returns the mail's renderer, or undefined when the mail no longer fits the application. */
function rendererOf(
  cloud: Cloud,
  { kind }: Data,
  { enrolment, profile, recipient, enroller, isReReview, links }: Found,
  jobId: string | undefined,
): ((t: Translate) => Rendered) | undefined {
  const { state, reason } = enrolment
  const common = { cloud: cloud.name, name: recipient.name, organisation: profile.legalName }
  switch (kind) {
    case 'verify_contact': {
      const [link] = links
      // A later mail has replaced this one, or the contact has answered.
      if (!link || link.consumedAt || profile.contactMailId !== jobId) return undefined
      const values = {
        ...common,
        person: enroller?.name ?? '',
        expiresAt: link.expiresAt,
        timeZone: cloud.timeZone,
      }
      return (t) => verifyContactMail(values, t)
    }
    case 'status': {
      const reported = reportedStates.find((known) => known === state)
      const { reviewTime } = cloud.enrolment
      return reported && ((t) => enrolmentStatusMail({ ...common, state: reported, reviewTime }, t))
    }
    case 'documents_requested':
      return state === 'documents_requested'
        ? (t) => documentsRequestedMail({ ...common, reason: reason ?? '' }, t)
        : undefined
    case 'rejected':
      return state === 'rejected' || isReReview
        ? (t) => enrolmentRejectedMail({ ...common, isReReview, reason: reason ?? '' }, t)
        : undefined
    case 'accepted':
      return state === 'accepted' || state === 'active'
        ? (t) => enrolmentAcceptedMail({ ...common, isReReview }, t)
        : undefined
    case 'account_ready': {
      const agreement = cloud.agreements.partner.name
      return state === 'accepted' ? (t) => accountReadyMail({ ...common, agreement }, t) : undefined
    }
  }
}

function linkOf(tools: Tools, { kind }: Data, { links: [link] }: Found): string {
  return kind === 'verify_contact' && link ? contactUrl(tools, link) : `${tools.sites.partner}/enrol/status`
}
