/** Every action that the product records in the audit: `noun.verbed`, in the past tense. */
export type AuditAction =
  | 'access_rule.changed'
  | 'account.joined'
  | 'account.second_factor_made_optional'
  | 'account.second_factor_required'
  | 'account.sessions_ended'
  | 'account.set_up'
  | 'account.support_changed'
  | 'account.suspended'
  | 'account.suspension_lifted'
  | 'admin_grant.removed_by_customer'
  | 'admin_grant.removed_by_operator'
  | 'admin_grant.removed_by_partner'
  | 'agreement.attested'
  | 'audit_record.erased'
  | 'business_profile.logo_changed'
  | 'business_profile.saved'
  | 'customer.added'
  | 'customer.taken_in'
  | 'customer.first_password_made'
  | 'customer.labelled'
  | 'customer_export.asked'
  | 'customer_import.cancelled'
  | 'customer_import.finished'
  | 'customer_import.started'
  | 'customer_import.uploaded'
  | 'customer_licences.assigned'
  | 'customer_licences.changed'
  | 'customer_licences.viewed'
  | 'customer_profile.billing_changed'
  | 'customer_profile.changed'
  | 'customer_profile.viewed'
  | 'customer_service.entered'
  | 'customer_purchases.allowed'
  | 'customer_purchases.forbidden'
  | 'customer_service.opened'
  | 'customer_user.created'
  | 'customer_user.deleted'
  | 'customer_user.disabled'
  | 'customer_user.enabled'
  | 'customer_user.restored'
  | 'customer_user.updated'
  | 'customer_users.managed'
  | 'customer_users.password_reset'
  | 'customer_users.viewed'
  | 'customer_view.deleted'
  | 'customer_view.saved'
  | 'dead_letter.retried'
  | 'end_request.agreed'
  | 'end_request.asked'
  | 'end_request.explained'
  | 'end_request.noted'
  | 'end_request.settled'
  | 'end_request.withdrawn'
  | 'directory.addresses_declared'
  | 'directory.declaration_withdrawn'
  | 'directory.imported'
  | 'directory.refused'
  | 'directory.removed'
  | 'directory.saved'
  | 'directory.signed_in'
  | 'directory.tested'
  | 'directory.turned_off'
  | 'directory.turned_on'
  | 'enrolment.accepted'
  | 'enrolment.agreement_signed'
  | 'enrolment.appealed'
  | 'enrolment.assigned'
  | 'enrolment.checked'
  | 'enrolment.closed'
  | 'enrolment.consent_given'
  | 'enrolment.contact_changed'
  | 'enrolment.contact_denied'
  | 'enrolment.contact_mail_repeated'
  | 'enrolment.contact_verified'
  | 'enrolment.deadline_set'
  | 'enrolment.document_read'
  | 'enrolment.document_uploaded'
  | 'enrolment.documents_provided'
  | 'enrolment.documents_requested'
  | 'enrolment.membership_cancelled'
  | 'enrolment.membership_linked'
  | 'enrolment.membership_postponed'
  | 'enrolment.membership_refused'
  | 'enrolment.membership_signed_in'
  | 'enrolment.profile_changed'
  | 'enrolment.profile_corrected'
  | 'enrolment.rejected'
  | 'enrolment.reopened'
  | 'enrolment.review_started'
  | 'enrolment.started'
  | 'enrolment.submitted'
  | 'instance.foreign_links_set'
  | 'instance.four_eyes_set'
  | 'instance.operator_contact_set'
  | 'key.resealed'
  | 'key.retired'
  | 'membership.decided'
  | 'membership.removed'
  | 'membership.requested'
  | 'membership.restored'
  | 'membership.role_changed'
  | 'membership.sessions_ended'
  | 'operator.created'
  | 'operator_request.asked'
  | 'operator_request.withdrawn'
  | 'organisation.created'
  | 'organisation.sessions_ended'
  | 'known_customers.imported'
  | 'offer_list.imported'
  | 'order_ask.declined'
  | 'order_ask.sent'
  | 'order_ask.withdrawn'
  | 'subscription.changed'
  | 'subscription.failed'
  | 'subscription.ordered'
  | 'subscription.provisioned'
  | 'subscription.support_assigned'
  | 'partner.created'
  | 'partner.deauthorisation_announced'
  | 'partner.deauthorisation_withdrawn'
  | 'partner.deauthorised'
  | 'partner.privileges_frozen'
  | 'partner.privileges_thawed'
  | 'partner.suspended'
  | 'partner.suspension_lifted'
  | 'partnership.access_removed'
  | 'partnership.account_viewed'
  | 'partnership.authorised'
  | 'partnership.declined'
  | 'partnership.removed'
  | 'password.changed'
  | 'password.reset'
  | 'permission.refused'
  | 'person.erased'
  | 'provider_entry.listed'
  | 'provider_entry.saved'
  | 'provider_entry.unlisted'
  | 'provisioning.retried'
  | 'referral.accepted'
  | 'referral.created'
  | 'referral.declined'
  | 'referral.expired'
  | 'referral.lost'
  | 'referral.won'
  | 'relationship.accepted'
  | 'relationship.removed'
  | 'relationship_link.revoked'
  | 'relationship_request.declined'
  | 'relationship_request.prepared'
  | 'relationship_request.sent'
  | 'relationship_request.sent_again'
  | 'relationship_request.withdrawn'
  | 'renegotiation.attested'
  | 'renegotiation.declined'
  | 'renegotiation.stated'
  | 'renegotiation.withdrawn'
  | 'retention.applied'
  | 'second_factor.recovery_code_used'
  | 'second_factor.recovery_codes_made'
  | 'second_factor.refused'
  | 'second_factor.reset'
  | 'second_factor.reset_asked'
  | 'second_factor.reset_withdrawn'
  | 'security_contact.confirmed'
  | 'security_contact.named'
  | 'security_contact.removed'
  | 'second_factor.set_up_begun'
  | 'second_factor.turned_off'
  | 'second_factor.turned_on'
  | 'service_request.answered'
  | 'service_request.asked'
  | 'service_request.closed'
  | 'service_request.document_read'
  | 'service_request.opened'
  | 'service_request.reopened'
  | 'service_request.replied'
  | 'service_request.taken_over'
  | 'session.ended'
  | 'session.moved'
  | 'session.password_change_asked'
  | 'session.refused'
  | 'session.second_factor_asked'
  | 'session.started'
  | 'session.step_up_refused'
  | 'session.stepped_up'
  | 'tenant.exported'
  | 'user.created'
  | 'user.link_sent'
  | 'user.password_reset'
  | 'user.removed'
  | 'user.restored'
  | 'user.updated'
  | 'web_mail.added'
  | 'web_mail.removed'

/** A present action never reuses a former name: rows of two different acts would look the same. */
type Former = Record<string, AuditAction> & Partial<Record<AuditAction, never>>

/**
 * The names that older rows keep, each with its present action. The action is part of a row's hash, so no row is
 * rewritten: when an action is renamed, add its old name here.
 */
const presentAction = {
  'admin_grant.reassigned': 'admin_grant.removed_by_customer',
  create_partner_user: 'user.created',
  update_partner_user: 'user.updated',
  reset_partner_user_password: 'user.password_reset',
  remove_partner_user: 'user.removed',
  restore_partner_user: 'user.restored',
  'session.awaits_second_factor': 'session.second_factor_asked',
  'session.awaits_password_change': 'session.password_change_asked',
  'account.second_factor_optional': 'account.second_factor_made_optional',
  'enrolment.link_membership': 'enrolment.membership_linked',
  'enrolment.cancel_membership': 'enrolment.membership_cancelled',
  'enrolment.postpone_membership': 'enrolment.membership_postponed',
  'enrolment.submit': 'enrolment.submitted',
  'enrolment.verify_contact': 'enrolment.contact_verified',
  'enrolment.deny_contact': 'enrolment.contact_denied',
  'enrolment.change_contact': 'enrolment.contact_changed',
  'enrolment.start_review': 'enrolment.review_started',
  'enrolment.request_documents': 'enrolment.documents_requested',
  'enrolment.provide_documents': 'enrolment.documents_provided',
  'enrolment.accept': 'enrolment.accepted',
  'enrolment.reject': 'enrolment.rejected',
  'enrolment.appeal': 'enrolment.appealed',
  'enrolment.sign_agreement': 'enrolment.agreement_signed',
  'enrolment.change_profile': 'enrolment.profile_changed',
} as const satisfies Former

type FormerAuditAction = keyof typeof presentAction

const isFormer = (action: string): action is FormerAuditAction => Object.hasOwn(presentAction, action)

/** The present action for a stored one. Returns any other text unchanged. */
export const toPresentAction = (action: string): string => (isFormer(action) ? presentAction[action] : action)

/** The former names of the wanted actions. A query that filters by action needs them to find older rows. */
export const formerActions = (isWanted: (action: AuditAction) => boolean): FormerAuditAction[] =>
  (Object.keys(presentAction) as FormerAuditAction[]).filter((former) => isWanted(presentAction[former]))

/** An act: the record that began it, and those that follow from it. */
export type Act<Entry> = Entry & { others: Entry[] }

/** Records of one request or run, newest first, are one act. It stands where its newest record does. */
export function groupActs<Entry extends { requestId: string }>(records: readonly Entry[]): Act<Entry>[] {
  return [...Map.groupBy(records, ({ requestId }) => requestId).values()].flatMap((rows) => {
    const [cause, ...others] = rows.toReversed()
    return cause ? [{ ...cause, others }] : []
  })
}
