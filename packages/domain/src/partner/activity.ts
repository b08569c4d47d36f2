import { z } from 'zod'

/**
 * Everything that the log of a partner's account tells, by what it is about (U-16). An act that is missing here is
 * still listed, by its code.
 */
export const activities = {
  sign_in: [
    'session.started',
    'session.awaits_second_factor',
    'session.awaits_password_change',
    'session.refused',
    'session.ended',
    'session.moved',
    'session.stepped_up',
    'session.step_up_refused',
    'permission.refused',
    'password.changed',
    'password.reset',
    'second_factor.set_up_begun',
    'second_factor.turned_on',
    'second_factor.turned_off',
    'second_factor.refused',
    'second_factor.recovery_codes_made',
    'second_factor.recovery_code_used',
    'second_factor.reset',
    'directory.signed_in',
    'directory.refused',
  ],
  users: [
    'create_partner_user',
    'update_partner_user',
    'user.updated',
    'reset_partner_user_password',
    'remove_partner_user',
    'restore_partner_user',
    'person.erased',
  ],
  account: [
    'partner.created',
    'partner.suspended',
    'partner.suspension_lifted',
    'partner.deauthorised',
    'enrolment.started',
    'enrolment.membership_signed_in',
    'enrolment.membership_refused',
    'enrolment.link_membership',
    'enrolment.cancel_membership',
    'enrolment.postpone_membership',
    'enrolment.submit',
    'enrolment.verify_contact',
    'enrolment.deny_contact',
    'enrolment.change_contact',
    'enrolment.contact_mail_repeated',
    'enrolment.verification_resent',
    'enrolment.start_review',
    'enrolment.request_documents',
    'enrolment.provide_documents',
    'enrolment.document_uploaded',
    'enrolment.profile_corrected',
    'enrolment.accept',
    'enrolment.reject',
    'enrolment.appeal',
    'enrolment.sign_agreement',
    'enrolment.change_profile',
    'account.support_changed',
    'account.second_factor_required',
    'account.second_factor_optional',
    'directory.saved',
    'directory.tested',
    'directory.turned_on',
    'directory.turned_off',
    'directory.removed',
  ],
  customers: [
    'relationship.accepted',
    'relationship.declined',
    'relationship_request.prepared',
    'relationship_request.sent',
    'relationship_request.sent_again',
    'relationship_request.declined',
    'relationship_link.revoked',
    'admin_grant.reassigned',
    'admin_grant.removed_by_customer',
  ],
} as const

export const activitySubjects = Object.keys(activities) as (keyof typeof activities)[]
export type ActivitySubject = keyof typeof activities
export type Activity = (typeof activities)[ActivitySubject][number]

const known: ReadonlySet<string> = new Set(Object.values(activities).flat())

export const isActivity = (action: string): action is Activity => known.has(action)

/** PostgreSQL's texts cannot hold U+0000. */
const words = z
  .string()
  .max(200)
  .regex(/^[^\0]*$/)
  .optional()

/** All filters must match. */
export const activityListInput = z.object({
  subject: z.enum(Object.keys(activities) as [ActivitySubject, ...ActivitySubject[]]).optional(),
  /** The beginning of a name or of an e-mail address. */
  person: words,
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})
export type ActivityListInput = z.output<typeof activityListInput>
