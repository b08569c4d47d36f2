import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'
import { restorableUntil } from '../identity/person.ts'
import type { ProvisioningOutcome } from './provisioning.ts'

/** The states of a user in a customer's directory (§4.4). `refused`: the cloud never made it. */
export const customerUserStatuses = ['creating', 'active', 'disabled', 'deleted', 'refused'] as const
export type CustomerUserStatus = (typeof customerUserStatuses)[number]

/** What a partner's person does to a user. Each is carried out by the provisioner as `user.<act>`. */
export const customerUserActs = [
  'update',
  'disable',
  'enable',
  'delete',
  'restore',
  'reset_password',
] as const
export type CustomerUserAct = (typeof customerUserActs)[number]

/** The roles in the customer's own directory; without one a person only uses the services. */
export const directoryRoles = ['global_admin', 'user_admin', 'billing_admin', 'helpdesk_admin'] as const
export type DirectoryRole = (typeof directoryRoles)[number]

/** What can change about a user, and be taken back if the cloud refuses it. */
export type CustomerUserFacts = {
  displayName: string
  roles: readonly DirectoryRole[]
  status: CustomerUserStatus
  /** The status before the deletion, which a restored user gets back. */
  formerStatus: CustomerUserStatus | null
  deletedAt: Date | null
}

export type CustomerUserRefusal = { code: 'customer_user_changed' } | { code: 'customer_user_name_taken' }

const steps: Record<CustomerUserAct, Partial<Record<CustomerUserStatus, CustomerUserStatus | 'former'>>> = {
  update: { active: 'active', disabled: 'disabled' },
  disable: { active: 'disabled' },
  enable: { disabled: 'active' },
  delete: { active: 'deleted', disabled: 'deleted' },
  restore: { deleted: 'former' },
  reset_password: { active: 'active' },
}

/** Whether an act is possible now: a deleted user comes back within 30 days. */
export const mayChangeUser = (
  { status, deletedAt }: Pick<CustomerUserFacts, 'status' | 'deletedAt'>,
  act: CustomerUserAct,
  now: Date,
): boolean => steps[act][status] !== undefined && !(deletedAt && restorableUntil(deletedAt) <= now)

/** Decides an act on a user: what it is afterwards. */
export function changeUser(
  user: CustomerUserFacts,
  act: CustomerUserAct,
  { edit, now }: { edit?: Pick<CustomerUserFacts, 'displayName' | 'roles'>; now: Date },
): Result<CustomerUserFacts, { code: 'customer_user_changed' }> {
  const next = steps[act][user.status]
  if (!next || !mayChangeUser(user, act, now)) return refuse({ code: 'customer_user_changed' })
  const status = next === 'former' ? (user.formerStatus ?? 'active') : next
  const deletion =
    status === 'deleted'
      ? { formerStatus: user.status, deletedAt: now }
      : { formerStatus: null, deletedAt: null }
  return ok({ ...user, ...(act === 'update' && edit), ...deletion, status })
}

/**
 * What the provisioner's outcome makes of a user. A refused creation ends it. A refused change is taken back, unless somebody
 * has changed the same since.
 */
export function settleUser(
  user: CustomerUserFacts,
  wish: {
    act: CustomerUserAct | 'create'
    before: CustomerUserFacts | null
    after: CustomerUserFacts | null
  },
  outcome: ProvisioningOutcome,
): CustomerUserFacts {
  if (wish.act === 'create') {
    if (user.status !== 'creating') return user
    return { ...user, status: outcome.state === 'success' ? 'active' : 'refused' }
  }
  const { before, after } = wish
  if (outcome.state === 'success' || !before || !after) return user
  const isSince = user.status !== after.status
  return {
    displayName: user.displayName === after.displayName ? before.displayName : user.displayName,
    roles: sameRoles(user.roles, after.roles) ? before.roles : user.roles,
    ...(isSince
      ? { status: user.status, formerStatus: user.formerStatus, deletedAt: user.deletedAt }
      : { status: before.status, formerStatus: before.formerStatus, deletedAt: before.deletedAt }),
  }
}

const sameRoles = (one: readonly DirectoryRole[], other: readonly DirectoryRole[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role))

const userId = z.object({ userId: idOf<'customer_user'>() })
const edit = z.object({
  displayName: oneLine(100),
  roles: z.array(z.enum(directoryRoles)).max(directoryRoles.length).default([]),
})
export const createCustomerUserInput = edit.extend({
  /** The name to sign in with, written like an address at a domain of the customer's. */
  userName: z.email().max(200).toLowerCase(),
})
export const editCustomerUserInput = edit.extend(userId.shape)
export const customerUserIdInput = userId
/** The acts that need nothing but the user. */
export const changeCustomerUserInput = userId.extend({
  act: z.enum(['disable', 'enable', 'delete', 'restore']),
})
export const customerUserListInput = z.object({
  search: searchText.optional(),
  status: z.enum(['present', 'deleted']).default('present'),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type CustomerUserListInput = z.output<typeof customerUserListInput>
