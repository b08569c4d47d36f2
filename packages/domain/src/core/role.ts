/** Roles of people at a partner; a person may hold several. */
export const partnerRoles = [
  'global_admin',
  'user_admin',
  'billing_admin',
  'admin_agent',
  'sales_agent',
  'helpdesk_agent',
] as const

/** A relationship manager decides about partners only; a global admin appoints it (D-08). */
export const customerRoles = ['global_admin', 'relationship_manager', 'user'] as const

export const operatorRoles = ['enrolment_reviewer', 'support_operator', 'operator_admin', 'auditor'] as const

export type PartnerRole = (typeof partnerRoles)[number]
export type CustomerRole = (typeof customerRoles)[number]
export type OperatorRole = (typeof operatorRoles)[number]
export type Role = PartnerRole | CustomerRole | OperatorRole
