import { z } from 'zod'
import { type AuditAction, formerActions, toPresentAction } from '../core/audit-action.ts'
import { searchText } from '../core/search-text.ts'
import { timeZone } from '../core/time-zone.ts'

/**
 * The acts in the log of a partner's account, by subject (U-16). An act that is missing here is still listed, by its
 * code.
 */
const activities = {
  sign_in: [
    'session.started',
    'session.second_factor_asked',
    'session.password_change_asked',
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
    'second_factor.reset_asked',
    'second_factor.reset_withdrawn',
    'account.sessions_ended',
    'account.suspended',
    'account.suspension_lifted',
    'directory.signed_in',
    'directory.refused',
  ],
  users: [
    'user.created',
    'user.link_sent',
    'account.set_up',
    'account.joined',
    'user.updated',
    'user.password_reset',
    'user.removed',
    'user.restored',
    'person.erased',
  ],
  account: [
    'partner.created',
    'partner.suspended',
    'partner.suspension_lifted',
    'partner.privileges_frozen',
    'partner.privileges_thawed',
    'partner.deauthorisation_announced',
    'partner.deauthorisation_withdrawn',
    'partner.deauthorised',
    'business_profile.saved',
    'business_profile.logo_changed',
    'provider_entry.saved',
    'provider_entry.listed',
    'provider_entry.unlisted',
    'partnership.authorised',
    'partnership.declined',
    'partnership.access_removed',
    'partnership.account_viewed',
    'partnership.removed',
    'enrolment.started',
    'enrolment.membership_signed_in',
    'enrolment.membership_refused',
    'enrolment.membership_linked',
    'enrolment.membership_cancelled',
    'enrolment.membership_postponed',
    'enrolment.submitted',
    'enrolment.contact_verified',
    'enrolment.contact_denied',
    'enrolment.contact_changed',
    'enrolment.contact_mail_repeated',
    'enrolment.review_started',
    'enrolment.documents_requested',
    'enrolment.documents_provided',
    'enrolment.consent_given',
    'enrolment.document_uploaded',
    'enrolment.document_read',
    'enrolment.profile_corrected',
    'enrolment.accepted',
    'enrolment.rejected',
    'enrolment.appealed',
    'enrolment.deadline_set',
    'enrolment.closed',
    'enrolment.reopened',
    'enrolment.agreement_signed',
    'enrolment.profile_changed',
    'account.support_changed',
    'account.second_factor_required',
    'account.second_factor_made_optional',
    'directory.saved',
    'directory.tested',
    'directory.turned_on',
    'directory.turned_off',
    'directory.addresses_declared',
    'directory.declaration_withdrawn',
    'directory.removed',
  ],
  customers: [
    'relationship.accepted',
    'relationship.removed',
    'relationship_request.prepared',
    'customer.added',
    'customer.taken_in',
    'customer.first_password_made',
    'customer_import.uploaded',
    'customer_import.started',
    'customer_import.finished',
    'customer_import.cancelled',
    'relationship_request.sent',
    'relationship_request.sent_again',
    'relationship_request.withdrawn',
    'relationship_request.declined',
    'relationship_link.revoked',
    'admin_grant.removed_by_customer',
    'admin_grant.removed_by_operator',
    'end_request.asked',
    'end_request.withdrawn',
    'end_request.agreed',
    'end_request.explained',
    'end_request.settled',
    'agreement.attested',
    'subscription.ordered',
    'subscription.changed',
    'subscription.provisioned',
    'subscription.failed',
    'subscription.support_assigned',
    'order_ask.sent',
    'order_ask.declined',
    'order_ask.withdrawn',
    'customer.labelled',
    'customer_export.asked',
    'customer_view.saved',
    'customer_view.deleted',
    'renegotiation.stated',
    'renegotiation.attested',
    'renegotiation.declined',
    'renegotiation.withdrawn',
    'customer_purchases.allowed',
    'customer_purchases.forbidden',
    'customer_service.opened',
    'customer_service.entered',
    'service_request.opened',
    'service_request.answered',
    'service_request.asked',
    'service_request.replied',
    'service_request.closed',
    'service_request.reopened',
    'service_request.document_read',
    'customer_users.viewed',
    'customer_user.created',
    'customer_user.deleted',
    'customer_user.disabled',
    'customer_user.enabled',
    'customer_user.restored',
    'customer_user.updated',
    'customer_users.managed',
    'customer_users.password_reset',
    'customer_licences.viewed',
    'customer_licences.assigned',
    'customer_licences.changed',
  ],
} as const satisfies Record<string, readonly AuditAction[]>

export const activitySubjects = Object.keys(activities) as (keyof typeof activities)[]
export type ActivitySubject = keyof typeof activities
export type Activity = (typeof activities)[ActivitySubject][number]

const known: ReadonlySet<string> = new Set(Object.values(activities).flat())

/** The activity for a stored action, present or former. Undefined for an action that is not listed above. */
export function activityOf(action: string): Activity | undefined {
  const present = toPresentAction(action)
  return known.has(present) ? (present as Activity) : undefined
}

/** Every stored action of a subject: the present ones, and the former ones that older rows keep. */
export function actionsAbout(subject: ActivitySubject): string[] {
  const present: readonly AuditAction[] = activities[subject]
  return [...present, ...formerActions((action) => present.includes(action))]
}

/** All filters must match. */
export const activityListInput = z.object({
  subject: z.enum(Object.keys(activities) as [ActivitySubject, ...ActivitySubject[]]).optional(),
  /** The beginnings of words of a name or of an e-mail address. */
  person: searchText.optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** The zone of both days. */
  timeZone: timeZone.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})
export type ActivityListInput = z.output<typeof activityListInput>
