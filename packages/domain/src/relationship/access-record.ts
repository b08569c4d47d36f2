import { z } from 'zod'
import type { AuditAction } from '../core/audit-action.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { timeZone } from '../core/time-zone.ts'
import { oneLine } from '../identity/account.ts'
import { type CustomerPermission, grantNeeded } from './customer-access.ts'

/** What only a customer's privileges allow. */
export type PrivilegedAct = {
  [P in CustomerPermission]: (typeof grantNeeded)[P] extends 'none' ? never : P
}[CustomerPermission]

/** The word for each act in the audit of both sides. */
export const recordedAs = {
  'customer_users.view': 'customer_users.viewed',
  'customer_users.manage': 'customer_users.managed',
  'customer_users.reset_password': 'customer_users.password_reset',
  'customer_profile.view': 'customer_profile.viewed',
  'customer_profile.edit': 'customer_profile.changed',
  'customer_profile.edit_billing': 'customer_profile.billing_changed',
  'customer_licences.view': 'customer_licences.viewed',
  'customer_licences.assign': 'customer_licences.assigned',
  'customer_services.open': 'customer_service.opened',
  'service_requests.create': 'service_request.opened',
} as const satisfies Record<PrivilegedAct, AuditAction>

/** Whether an act at a customer uses its privileges: then it is recorded, and the customer reads it. */
export const usesPrivileges = (permission: CustomerPermission): permission is PrivilegedAct =>
  grantNeeded[permission] !== 'none'

/** Whether a customer asks the people of its partners why they use their privileges. */
export const reasonRules = ['off', 'asked', 'required'] as const
export type ReasonRule = (typeof reasonRules)[number]
export const reasonRuleInput = z.object({ reason: z.enum(reasonRules) })

/** A reason or the number of a ticket. */
export const accessReason = z
  .string()
  .trim()
  .pipe(z.union([z.literal(''), oneLine(200)]))

export type AccessReasonRefusal = { code: 'access_reason_missing' }

/** The reason to record, null without one; refused where the customer requires one. */
export function decideReason(
  rule: ReasonRule,
  reason: string | undefined,
): Result<string | null, AccessReasonRefusal> {
  const given = reason || null
  return rule === 'required' && given === null ? refuse({ code: 'access_reason_missing' }) : ok(given)
}

/** All filters must match. Days are whole days in the zone. */
export const accessLogInput = z.object({
  partner: z.uuid().toLowerCase().optional(),
  service: z
    .string()
    .regex(/^[a-z\d-]{1,50}$/)
    .optional(),
  /** The beginnings of words of a person's name or of a reason, or an access's id. */
  search: searchText.optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  timeZone: timeZone.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(500).default(50),
})
export type AccessLogInput = z.output<typeof accessLogInput>
