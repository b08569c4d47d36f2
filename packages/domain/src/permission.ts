import type { Audience } from './audience.ts'
import type { CustomerRole, OperatorRole, PartnerRole, Role } from './role.ts'

const partner = (...roles: PartnerRole[]) => ({ audience: 'partner', roles }) as const
const operator = (...roles: OperatorRole[]) => ({ audience: 'operator', roles }) as const
const customer = (...roles: CustomerRole[]) => ({ audience: 'customer', roles }) as const

/**
 * Permission -> roles: the one table that the gates, the navigation and every "why is this disabled" read.
 * The strict reading of part 5 (D-06, D-07, D-08): a user admin acts on users only, a helpdesk agent never sells,
 * a partner's global admin needs the agent role to act inside a customer. `customer_*` also needs a live grant.
 */
export const permissions = {
  'customers.view': partner('global_admin', 'admin_agent', 'sales_agent', 'helpdesk_agent'),
  'relationship_request.prepare': partner('global_admin', 'admin_agent', 'sales_agent'),
  'relationship_request.include_privileges': partner('admin_agent'),
  'relationship_request.view_log': partner('global_admin', 'admin_agent', 'sales_agent'),
  'customer_users.view': partner('admin_agent', 'sales_agent', 'helpdesk_agent'),
  'customer_services.open': partner('admin_agent', 'helpdesk_agent'),
  'customer_licences.view': partner('admin_agent', 'sales_agent'),
  'invitation.decide': customer('global_admin'),
  'partner_relationships.view': customer('global_admin'),
  'partner_relationships.remove_roles': customer('global_admin'),
  'people.manage': customer('global_admin'),
  'instance.overview': operator('enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'),
  'dead_letters.view': operator('support_operator', 'operator_admin', 'auditor'),
  'dead_letters.retry': operator('support_operator', 'operator_admin'),
  'partners.view': operator('enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'),
  'partners.suspend': operator('operator_admin'),
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
