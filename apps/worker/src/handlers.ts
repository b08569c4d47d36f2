import type { ReceivedJob } from '@entente/queue/bull'
import { type JobData, type JobName, jobs } from '@entente/queue/jobs'
import { UnrecoverableError } from 'bullmq'
import type { Handler, Tools } from './handler.ts'
import { agreementAskCustomers } from './jobs/agreement-ask-customers.ts'
import { customerImportContinue } from './jobs/customer-import-continue.ts'
import { customerPrivilegesChanged } from './jobs/customer-privileges-changed.ts'
import { customerPrivilegesGranted } from './jobs/customer-privileges-granted.ts'
import { customerPrivilegesLost } from './jobs/customer-privileges-lost.ts'
import { customerProvision } from './jobs/customer-provision.ts'
import { customersExportAsked } from './jobs/customers-export-asked.ts'
import { endRequestChanged, renegotiationChanged } from './jobs/end-request-changed.ts'
import { feedbackReceived } from './jobs/feedback-received.ts'
import { mailAgreementAttested } from './jobs/mail-agreement-attested.ts'
import { mailAgreementDue } from './jobs/mail-agreement-due.ts'
import { mailAgreementRenewalDue } from './jobs/mail-agreement-renewal-due.ts'
import { mailAgreementRenewed } from './jobs/mail-agreement-renewed.ts'
import { mailDeauthorisationWarning } from './jobs/mail-deauthorisation-warning.ts'
import { mailEndRequest } from './jobs/mail-end-request.ts'
import {
  mailAccountReady,
  mailContactVerificationRequested,
  mailDocumentsRequested,
  mailEnrolment,
  mailEnrolmentAccepted,
  mailEnrolmentRejected,
  mailEnrolmentStatusChanged,
} from './jobs/mail-enrolment.ts'
import { mailJoinDecided } from './jobs/mail-join-decided.ts'
import { mailJoinRequested } from './jobs/mail-join-requested.ts'
import { mailLinkRevoked } from './jobs/mail-link-revoked.ts'
import { mailPartnerPrivilegesLost } from './jobs/mail-partner-privileges-lost.ts'
import { mailPrivilegesChanged } from './jobs/mail-privileges-changed.ts'
import { mailPrivilegesFrozen, mailPrivilegesThawed } from './jobs/mail-privileges-frozen.ts'
import { mailPrivilegesLost } from './jobs/mail-privileges-lost.ts'
import { mailReferralAsked, mailReferralClosed, mailReferralWaiting } from './jobs/mail-referral.ts'
import { mailRelationshipAccepted } from './jobs/mail-relationship-accepted.ts'
import { mailPrivilegesGranted, mailRelationshipReceipt } from './jobs/mail-relationship-receipt.ts'
import { mailRenegotiation } from './jobs/mail-renegotiation.ts'
import { mailRequestSent } from './jobs/mail-request-sent.ts'
import { mailResetRequested } from './jobs/mail-reset-requested.ts'
import { mailRoleChanged } from './jobs/mail-role-changed.ts'
import { mailSecondFactorReset } from './jobs/mail-second-factor-reset.ts'
import { mailSecurityContactAsked } from './jobs/mail-security-contact-asked.ts'
import { mailSecurityContactEnded } from './jobs/mail-security-contact-ended.ts'
import { mailServiceRequest } from './jobs/mail-service-request.ts'
import { mailSignInsFailed } from './jobs/mail-sign-ins-failed.ts'
import { mailSignUpRepeated } from './jobs/mail-sign-up-repeated.ts'
import { mailSignUpStarted } from './jobs/mail-sign-up-started.ts'
import { mailPartnerSuspended, mailSuspensionLifted } from './jobs/mail-suspension.ts'
import { mailUserAdded } from './jobs/mail-user-added.ts'
import { mailWorkAccountStarted } from './jobs/mail-work-account-started.ts'
import { membershipRequested } from './jobs/membership-requested.ts'
import { partnerDeauthorisationNear } from './jobs/partner-deauthorisation-near.ts'
import { partnerKnownCustomers } from './jobs/partner-known-customers.ts'
import { partnerLinkRevoked } from './jobs/partner-link-revoked.ts'
import { partnerPrivilegesChanged } from './jobs/partner-privileges-changed.ts'
import { partnerPrivilegesLost } from './jobs/partner-privileges-lost.ts'
import { partnershipAuthorised } from './jobs/partnership-authorised.ts'
import { referralWaiting } from './jobs/referral-waiting.ts'
import { relationshipAccepted } from './jobs/relationship-accepted.ts'
import { relationshipDeclined } from './jobs/relationship-declined.ts'
import { tenantExportAsked } from './jobs/tenant-export-asked.ts'

/** One handler for each job: a job without one does not compile. */
export const handlers: { [N in JobName]: Handler<N> } = {
  'mail.request-sent': mailRequestSent,
  'mail.sign-up-started': mailSignUpStarted,
  'mail.sign-up-repeated': mailSignUpRepeated,
  'mail.reset-requested': mailResetRequested,
  'mail.user-added': mailUserAdded,
  'mail.sign-ins-failed': mailSignInsFailed,
  'mail.relationship-accepted': mailRelationshipAccepted,
  'mail.relationship-receipt': mailRelationshipReceipt,
  'customer.privileges-granted': customerPrivilegesGranted,
  'mail.privileges-granted': mailPrivilegesGranted,
  'partnership.authorised': partnershipAuthorised,
  'customers.export-asked': customersExportAsked,
  'tenant.export-asked': tenantExportAsked,
  'customer-import.continue': customerImportContinue,
  'partner.known-customers': partnerKnownCustomers,
  'end-request.changed': endRequestChanged,
  'mail.end-request': mailEndRequest,
  'renegotiation.changed': renegotiationChanged,
  'mail.renegotiation': mailRenegotiation,
  'mail.agreement-attested': mailAgreementAttested,
  'mail.agreement-due': mailAgreementDue,
  'agreement.ask-customers': agreementAskCustomers,
  'mail.agreement-renewal-due': mailAgreementRenewalDue,
  'mail.agreement-renewed': mailAgreementRenewed,
  'mail.service-request': mailServiceRequest,
  'mail.referral-asked': mailReferralAsked,
  'referral.waiting': referralWaiting,
  'mail.referral-waiting': mailReferralWaiting,
  'mail.referral-closed': mailReferralClosed,
  'partner.privileges-lost': partnerPrivilegesLost,
  'mail.privileges-lost': mailPrivilegesLost,
  'mail.security-contact-asked': mailSecurityContactAsked,
  'mail.security-contact-ended': mailSecurityContactEnded,
  'mail.join-requested': mailJoinRequested,
  'mail.join-decided': mailJoinDecided,
  'mail.role-changed': mailRoleChanged,
  'mail.second-factor-reset': mailSecondFactorReset,
  'mail.contact-verification-requested': mailContactVerificationRequested,
  'mail.enrolment-status-changed': mailEnrolmentStatusChanged,
  'mail.enrolment-accepted': mailEnrolmentAccepted,
  'mail.enrolment-rejected': mailEnrolmentRejected,
  'mail.documents-requested': mailDocumentsRequested,
  'mail.account-ready': mailAccountReady,
  'mail.enrolment': mailEnrolment,
  'mail.work-account-started': mailWorkAccountStarted,
  'relationship.accepted': relationshipAccepted,
  'relationship.declined': relationshipDeclined,
  'partner.privileges-changed': partnerPrivilegesChanged,
  'customer.privileges-changed': customerPrivilegesChanged,
  'mail.privileges-changed': mailPrivilegesChanged,
  'customer.privileges-lost': customerPrivilegesLost,
  'mail.partner-privileges-lost': mailPartnerPrivilegesLost,
  'partner.deauthorisation-near': partnerDeauthorisationNear,
  'mail.deauthorisation-warning': mailDeauthorisationWarning,
  'mail.partner-suspended': mailPartnerSuspended,
  'mail.suspension-lifted': mailSuspensionLifted,
  'mail.privileges-frozen': mailPrivilegesFrozen,
  'mail.privileges-thawed': mailPrivilegesThawed,
  'partner.link-revoked': partnerLinkRevoked,
  'mail.link-revoked': mailLinkRevoked,
  'membership.requested': membershipRequested,
  'customer.provision': customerProvision,
  'feedback.received': feedbackReceived,
}

/** Runs the handler of a job. Throws `UnrecoverableError` for a job that this version does not know or cannot read. */
export async function runJob(tools: Tools, job: ReceivedJob): Promise<void> {
  if (!isJobName(job.name)) throw new UnrecoverableError(`There is no handler for "${job.name}".`)
  await runNamed(job.name, tools, job)
}

function runNamed<N extends JobName>(name: N, tools: Tools, job: ReceivedJob): Promise<void> {
  const parsed = jobs[name].safeParse(job.data)
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'data')
    throw new UnrecoverableError(`The data of ${name} ${job.id} is not valid: ${fields.join(', ')}`)
  }
  // Safe: the schema and the handler belong to the same name.
  return handlers[name](tools, parsed.data as JobData<N>, job)
}

const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name)
