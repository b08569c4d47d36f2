import type { Audience } from './audience.ts'
import type { PartnerStatus } from './organisation.ts'
import {
  type CustomerRole,
  customerRoles,
  type OperatorRole,
  type PartnerRole,
  partnerRoles,
  type Role,
} from './role.ts'

const partner = (...roles: PartnerRole[]) => ({ audience: 'partner', roles }) as const
const operator = (...roles: OperatorRole[]) => ({ audience: 'operator', roles }) as const
const customer = (...roles: CustomerRole[]) => ({ audience: 'customer', roles }) as const

/**
 * Permission -> roles: the one table that the gates, the navigation and every "why is this disabled" read.
 * It follows the strict reading of §5 (D-06, D-07, D-08): a user admin acts on users only, a helpdesk agent never
 * sells, a partner's global admin needs the agent role to act inside a customer. `customer_*` also needs a live grant.
 * `users.manage` also needs the admin agent role; only a global admin gives or takes admin roles.
 */
export const permissions = {
  'home.view': partner(...partnerRoles),
  'customers.view': partner('global_admin', 'admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customers.label': partner('global_admin', 'admin_agent', 'sales_agent'),
  'customers.remove': partner('global_admin', 'admin_agent'),
  'admin_grants.view': partner('global_admin', 'admin_agent', 'helpdesk_agent'),
  'admin_grants.give_up': partner('global_admin', 'admin_agent'),
  'customers.add': partner('global_admin', 'admin_agent', 'sales_agent'),
  'customers.import': partner('global_admin', 'admin_agent', 'sales_agent'),
  'relationship_request.prepare': partner('global_admin', 'admin_agent', 'sales_agent'),
  'relationship_request.include_privileges': partner('admin_agent'),
  'relationship_request.view_log': partner('global_admin', 'admin_agent', 'sales_agent'),
  'customer_users.view': partner('admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customer_users.manage': partner('admin_agent', 'sales_agent'),
  'customer_users.reset_password': partner('admin_agent', 'helpdesk_agent'),
  'customer_services.open': partner('admin_agent', 'helpdesk_agent'),
  'customer_licences.view': partner('admin_agent', 'sales_agent'),
  'customer_licences.assign': partner('admin_agent', 'sales_agent'),
  'customer_profile.view': partner('admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customer_profile.edit': partner('admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customer_profile.edit_billing': partner('admin_agent', 'sales_agent'),
  'customer_agreement.view': partner('global_admin', 'admin_agent', 'sales_agent'),
  'customer_agreement.attest': partner('admin_agent', 'sales_agent'),
  'customer_purchases.view': partner('global_admin', 'admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customer_purchases.permit': partner('admin_agent'),
  'subscriptions.view': partner('global_admin', 'admin_agent', 'sales_agent', 'helpdesk_agent'),
  'subscriptions.order': partner('global_admin', 'admin_agent', 'sales_agent'),
  'support_contacts.assign': partner('global_admin', 'admin_agent', 'helpdesk_agent'),
  'service_requests.view': partner('global_admin', 'admin_agent', 'sales_agent', 'helpdesk_agent'),
  'service_requests.create': partner('global_admin', 'admin_agent', 'helpdesk_agent'),
  'service_requests.answer': partner('global_admin', 'admin_agent', 'helpdesk_agent'),
  'referrals.view': partner('global_admin', 'admin_agent', 'sales_agent'),
  'referrals.answer': partner('global_admin', 'admin_agent', 'sales_agent'),
  'referrals.refer': partner('global_admin', 'admin_agent', 'sales_agent'),
  'billing.view': partner('global_admin', 'billing_admin', 'admin_agent'),
  'enrolment.manage': partner('global_admin'),
  'agreement.sign': partner('global_admin'),
  'users.view_admins': partner(...partnerRoles),
  'users.view': partner('global_admin', 'user_admin'),
  'users.manage': partner('global_admin', 'user_admin'),
  'users.assign_admin_roles': partner('global_admin'),
  'users.reset_password': partner('global_admin'),
  'users.reset_second_factor': partner('global_admin'),
  'users.manage_own_agent_role': partner('global_admin'),
  'account.view': partner('global_admin', 'admin_agent'),
  'account.edit': partner('global_admin'),
  'business_profile.edit': partner('global_admin'),
  'provider_entry.edit': partner('global_admin', 'admin_agent'),
  'partnerships.view': partner('global_admin', 'user_admin', 'admin_agent', 'sales_agent'),
  'partnerships.invite': partner('global_admin', 'admin_agent', 'sales_agent'),
  'partnerships.authorise': partner('global_admin', 'user_admin', 'admin_agent', 'sales_agent'),
  'partnerships.remove': partner('global_admin', 'admin_agent'),
  'partnerships.remove_access': partner('global_admin'),
  'reseller_accounts.view': partner('admin_agent'),
  'account.edit_support': partner('global_admin', 'admin_agent', 'helpdesk_agent'),
  'account.view_activity': partner('global_admin', 'admin_agent'),
  'account.manage_sign_in': partner('global_admin'),
  'invitation.decide': customer('global_admin', 'relationship_manager'),
  'partner_relationships.view': customer(...customerRoles),
  'partner_relationships.remove_roles': customer('global_admin', 'relationship_manager'),
  'access_log.view': customer('global_admin', 'relationship_manager'),
  'access_rule.change': customer('global_admin'),
  'partner_relationships.ask_end': customer('global_admin', 'relationship_manager'),
  'own_profile.view': customer(...customerRoles),
  'own_profile.edit': customer('global_admin'),
  'own_subscriptions.view': customer(...customerRoles),
  'own_subscriptions.buy': customer('global_admin'),
  'people.manage': customer('global_admin'),
  'instance.overview': operator('enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'),
  'dead_letters.view': operator('support_operator', 'operator_admin', 'auditor'),
  'dead_letters.retry': operator('support_operator', 'operator_admin'),
  'provisionings.view': operator('support_operator', 'operator_admin', 'auditor'),
  'provisionings.retry': operator('support_operator', 'operator_admin'),
  'partners.view': operator('enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'),
  'partners.list_providers': operator('enrolment_reviewer', 'operator_admin'),
  'partners.suspend': operator('operator_admin'),
  'partners.deauthorise': operator('operator_admin'),
  'accounts.view': operator('support_operator', 'operator_admin', 'auditor'),
  'accounts.end_sessions': operator('support_operator', 'operator_admin'),
  'accounts.suspend': operator('operator_admin'),
  'operator_requests.view': operator('support_operator', 'operator_admin', 'auditor'),
  'operator_requests.ask': operator('support_operator', 'operator_admin'),
  'operator_requests.confirm': operator('operator_admin'),
  'end_requests.view': operator('support_operator', 'operator_admin', 'auditor'),
  'end_requests.mediate': operator('support_operator', 'operator_admin'),
  'service_request_queue.view': operator('support_operator', 'operator_admin', 'auditor'),
  'service_request_queue.handle': operator('support_operator', 'operator_admin'),
  'unused_grants.view': operator('support_operator', 'operator_admin', 'auditor'),
  'unused_grants.remove': operator('operator_admin'),
  'referral_register.view': operator('support_operator', 'operator_admin', 'auditor'),
  'referral_register.refer': operator('support_operator', 'operator_admin'),
  'enrolments.view': operator('enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'),
  'enrolments.decide': operator('enrolment_reviewer', 'operator_admin'),
  'agreements.ask': operator('operator_admin'),
  'tenants.export': operator('operator_admin'),
  'directory.manage': operator('operator_admin'),
  'web_mail.manage': operator('operator_admin'),
  'offers.view': operator('support_operator', 'operator_admin', 'auditor'),
  'offers.import': operator('operator_admin'),
  'instance.settings': operator('operator_admin'),
  'links.revoke': operator('operator_admin'),
  'audit.view': operator('support_operator', 'operator_admin', 'auditor'),
  'audit.view_payloads': operator('operator_admin', 'auditor'),
  'audit.verify': operator('operator_admin', 'auditor'),
} as const satisfies Record<string, { audience: Audience; roles: readonly Role[] }>

export type Permission = keyof typeof permissions

/** Whether somebody of this audience with these roles has the permission. Roles of another audience never count. */
export function may(audience: Audience, roles: readonly Role[], permission: Permission): boolean {
  const rule = permissions[permission]
  const allowed: readonly Role[] = rule.roles
  return rule.audience === audience && roles.some((role) => allowed.includes(role))
}

/** The roles that carry the permission, for the text that says whom to ask. */
export const rolesFor = (permission: Permission): readonly Role[] => permissions[permission].roles

const whileEnrolling: readonly Permission[] = [
  'enrolment.manage',
  'agreement.sign',
  'users.manage_own_agent_role',
]
const whileDeauthorised: readonly Permission[] = ['account.view', 'account.view_activity']

/**
 * Whether a partner with this status has the permission at all (§4.2). A suspended partner keeps every permission,
 * because its customers stay manageable: each act decides by itself whether it is refused during a suspension.
 */
export function isOpenTo(permission: Permission, status: PartnerStatus | null): boolean {
  if (status === 'enrolling') return whileEnrolling.includes(permission)
  return status === 'deauthorised' ? whileDeauthorised.includes(permission) : true
}

/** Whether a partner's person has the permission now: by their roles, and by their company's status. */
export const opensTo = (
  roles: readonly Role[],
  status: PartnerStatus | null,
  permission: Permission,
): boolean => may('partner', roles, permission) && isOpenTo(permission, status)
