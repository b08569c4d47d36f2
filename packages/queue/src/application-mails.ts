import { idOf } from '@entente/domain/core/id'
import { type EnrolmentMailKind, enrolmentMailKinds } from '@entente/domain/enrolment/enrolment'
import { z } from 'zod'

const organisation = idOf<'organisation'>()

/** A mail of an application. Its content is read when it is sent. */
const applicationMail = z.object({
  organisationId: organisation,
  to: z.enum(['contact', 'applicant']),
  /** The applicant has a mail of its own, so one that cannot reach the contact goes to nobody. Release 0.1 did not say so. */
  isApplicantTold: z.literal(true).optional(),
})

/** The part of `jobs` for applications (§4.1). */
export const applicationMails = {
  /** To the primary contact, with the link that verifies its address (M-01). */
  'mail.contact-verification-requested': applicationMail,
  /** M-02. */
  'mail.enrolment-status-changed': applicationMail,
  /** M-03. */
  'mail.enrolment-accepted': applicationMail,
  /** M-04. */
  'mail.enrolment-rejected': applicationMail,
  /** M-05. */
  'mail.documents-requested': applicationMail,
  /** To the applicant, who signs the partner agreement (M-06). */
  'mail.account-ready': applicationMail,
  /** Goes after release 0.2: jobs of M-01 to M-06 that wait since 0.1, which had one name for them all. */
  'mail.enrolment': z.object({
    organisationId: organisation,
    kind: z.enum(enrolmentMailKinds),
    to: z
      .enum(['contact', 'applicant', 'enroller'])
      .transform((to) => (to === 'enroller' ? 'applicant' : to)),
  }),
} as const

/** The job of each mail of an application (§4.1). */
export const enrolmentMailJobs = {
  verify_contact: 'mail.contact-verification-requested',
  status: 'mail.enrolment-status-changed',
  accepted: 'mail.enrolment-accepted',
  rejected: 'mail.enrolment-rejected',
  documents_requested: 'mail.documents-requested',
  account_ready: 'mail.account-ready',
} as const satisfies Record<EnrolmentMailKind, keyof typeof applicationMails>
