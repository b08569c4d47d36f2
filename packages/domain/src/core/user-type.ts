import type { PartnerRole } from './role.ts'

export const agentTypes = ['none', 'admin_agent', 'sales_agent', 'helpdesk_agent'] as const
export type AgentType = (typeof agentTypes)[number]
export const adminTypes = ['none', 'global_admin', 'user_admin', 'billing_admin'] as const
export type AdminType = (typeof adminTypes)[number]

/** What the two selectors of a user form hold: at most one agent role and one admin role. */
export type UserTypes = { agentType: AgentType; adminType: AdminType }

export const rolesOfTypes = ({ agentType, adminType }: UserTypes): PartnerRole[] =>
  [adminType, agentType].filter((role) => role !== 'none')

export const typesOf = (roles: readonly PartnerRole[]): UserTypes => ({
  agentType: agentTypes.find((type) => type !== 'none' && roles.includes(type)) ?? 'none',
  adminType: adminTypes.find((type) => type !== 'none' && roles.includes(type)) ?? 'none',
})

/** How long a new user's temporary password or link works, and how long a removed user can be restored. */
export const userLimits = { temporaryPasswordDays: 7, linkDays: 7, restorableDays: 30 }
