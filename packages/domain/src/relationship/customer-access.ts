import { may, type Permission, rolesFor } from '../core/permission.ts'
import type { PermissionRefusal } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import type { Role } from '../core/role.ts'
import type { GrantUse } from './admin-grant.ts'
import type { RelationshipStatus } from './relationship.ts'

/**
 * What a partner's person may do at one of its customers, and the grant that each act needs beside the role: none,
 * any that the customer gave, or the one for the service that the act touches.
 */
export const grantNeeded = {
  'customers.view': 'none',
  'customers.add': 'none',
  'customers.remove': 'none',
  'admin_grants.give_up': 'none',
  'relationship_request.prepare': 'none',
  'customer_agreement.view': 'none',
  'customer_agreement.attest': 'none',
  'customer_purchases.view': 'none',
  'customer_purchases.permit': 'none',
  'support_contacts.assign': 'none',
  'subscriptions.view': 'none',
  'subscriptions.order': 'none',
  'billing.view': 'none',
  'customer_users.view': 'any',
  'customer_users.manage': 'any',
  'customer_users.reset_password': 'any',
  'customer_profile.view': 'any',
  'customer_profile.edit': 'any',
  'customer_profile.edit_billing': 'any',
  'customer_licences.view': 'any',
  'customer_licences.assign': 'any',
  'customer_services.open': 'service',
  'service_requests.view': 'none',
  'service_requests.create': 'service',
  'service_requests.answer': 'none',
} as const satisfies Partial<Record<Permission, 'none' | 'any' | 'service'>>

export type CustomerPermission = keyof typeof grantNeeded

/** The permissions at a customer that name no service. */
export const recordPermissions = (Object.keys(grantNeeded) as CustomerPermission[]).filter(isOfRecord)

export type RecordPermission = {
  [P in CustomerPermission]: (typeof grantNeeded)[P] extends 'service' ? never : P
}[CustomerPermission]

function isOfRecord(permission: CustomerPermission): permission is RecordPermission {
  return grantNeeded[permission] !== 'service'
}

/**
 * What a removed relationship still allows: reading its record and its requests (U-20), being told that it is removed already,
 * opening a service whose privileges the customer has not taken away or giving them up, and ending what was sold. An order decides by itself that it
 * needs a live one.
 */
const outlivesRemoval: readonly CustomerPermission[] = [
  'customers.view',
  'customers.remove',
  'admin_grants.give_up',
  'customer_agreement.view',
  'billing.view',
  'customer_services.open',
  'subscriptions.view',
  'subscriptions.order',
  'service_requests.view',
]

export type CustomerAccessRefusal =
  | PermissionRefusal
  | { code: 'not_found' }
  /** The customer gave no privileges for it, or took them away. */
  | { code: 'not_granted' }
  | { code: 'privileges_frozen' }

/**
 * Decides every act on a customer: the relationship is live, or was once and the act outlives that, the customer's grant is there where the act needs one, the
 * operator has not frozen it, and the person has the role. The function `acts_at` of the database says the same to policies.
 */
export function decideCustomerAccess(act: {
  permission: CustomerPermission
  /** The service that the act touches, where it needs the grant for one. */
  service?: string | undefined
  roles: readonly Role[]
  relationship: { status: RelationshipStatus } | undefined
  /** The partner's grants at this customer that have not ended. */
  grants: readonly { service: string; use: GrantUse }[]
}): Result<'allowed', CustomerAccessRefusal> {
  const { permission, service, roles, relationship } = act
  if (!relationship || (relationship.status === 'removed' && !outlivesRemoval.includes(permission)))
    return refuse({ code: 'not_found' })
  const needed = grantNeeded[permission]
  if (needed !== 'none') {
    const grants = act.grants.filter((grant) => needed === 'any' || grant.service === service)
    const uses = new Set(grants.map(({ use }) => use))
    if (!uses.has('usable')) return refuse({ code: uses.has('frozen') ? 'privileges_frozen' : 'not_granted' })
  }
  if (!may('partner', roles, permission))
    return refuse({ code: 'missing_permission', permission, roles: rolesFor(permission) })
  return ok('allowed')
}
