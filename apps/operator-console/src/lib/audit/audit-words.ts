import { type AuditAction, toPresentAction } from '@entente/domain/core/audit-action'
import { activityOf } from '@entente/domain/partner/activity'
import type { Translate } from '@entente/i18n/translate'

/** The actions that only operators and customers see, or that the partner's log tells from the partner's side. */
const ownActs = [
  'access_rule.changed',
  'account.sessions_ended',
  'account.suspended',
  'account.suspension_lifted',
  'admin_grant.removed_by_operator',
  'admin_grant.removed_by_partner',
  'agreement.asked',
  'agreement.customers_asked',
  'agreement.renewed',
  'audit_record.erased',
  'dead_letter.retried',
  'directory.imported',
  'enrolment.accepted',
  'enrolment.assigned',
  'enrolment.checked',
  'enrolment.closed',
  'enrolment.deadline_set',
  'enrolment.documents_requested',
  'enrolment.rejected',
  'instance.foreign_links_set',
  'instance.four_eyes_set',
  'instance.operator_contact_set',
  'key.resealed',
  'key.retired',
  'organisation.sessions_ended',
  'membership.decided',
  'membership.removed',
  'membership.requested',
  'membership.restored',
  'membership.role_changed',
  'end_request.noted',
  'end_request.settled',
  'membership.sessions_ended',
  'operator.created',
  'organisation.created',
  'partner.created',
  'partner.deauthorisation_announced',
  'partner.deauthorisation_withdrawn',
  'partner.deauthorised',
  'partner.privileges_frozen',
  'partner.privileges_thawed',
  'partner.suspended',
  'partner.suspension_lifted',
  'provider_entry.listed',
  'provider_entry.unlisted',
  'provisioning.retried',
  'relationship_link.revoked',
  'retention.applied',
  'offer_list.imported',
  'known_customers.imported',
  'operator_request.asked',
  'operator_request.withdrawn',
  'service_request.taken_over',
  'second_factor.reset_asked',
  'second_factor.reset_withdrawn',
  'security_contact.confirmed',
  'security_contact.named',
  'security_contact.removed',
  'tenant.export_asked',
  'tenant.export_read',
  'tenant.exported',
  'web_mail.added',
  'web_mail.removed',
] as const satisfies readonly AuditAction[]
export type OwnAct = (typeof ownActs)[number]

/** Says what happened, for a present or a former action. Shows an unknown action by its code. */
export function whatHappened(t: Translate, action: string): string {
  const present = toPresentAction(action)
  const own = ownActs.find((known) => known === present)
  if (own) return t(`operator.audit.act.${own}`)
  const activity = activityOf(action)
  return activity ? t(`settings.act.${activity}`) : action
}
