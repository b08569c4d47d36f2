import { z } from 'zod'
import type { Cloud } from '../core/cloud.ts'
import { type Id, idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import {
  type GrantRemover,
  type GrantStep,
  grantsAfter,
  type Holding,
  heldBy,
  holderOf,
  type Loss,
  lossesOf,
} from './admin-grant.ts'

/** What **Remove roles** posts: one partner, and one or more of the services that it holds. */
export const removeRolesInput = z.object({
  partnerId: idOf<'organisation'>(),
  services: z.array(z.string().max(50)).min(1).max(50),
})
export type RemoveRolesInput = z.infer<typeof removeRolesInput>

export type RoleRemoval = {
  cloud: Cloud
  /** Every live grant of the customer that the actor may know: all of them for the customer, its own for a partner. */
  grants: readonly Holding[]
  posted: RemoveRolesInput
  remover?: GrantRemover
}

/** What a removal writes: nothing when `removed` is empty. */
export type RoleRemovalPlan = {
  result: 'removed' | 'already_removed'
  removed: string[]
  /** What the partner still holds afterwards. */
  kept: string[]
}

/**
 * Decides a customer's press on **Remove roles** (§4.8 granted -> removed by customer, R-030), or a partner's on **Give up
 * privileges** (§4.8 granted -> removed by partner): it ends the named grants and nothing else, so relationship, agreement and
 * duty to support stay as they are. A service that the partner no longer holds needs no decision, so repeating a
 * removal is harmless.
 */
export function decideRoleRemoval({
  cloud,
  grants,
  posted,
  remover = byCustomer,
}: RoleRemoval): Result<RoleRemovalPlan, { code: 'services_invalid' }> {
  const offered = new Set(cloud.services.map(({ id }) => id))
  const held = heldBy(posted.partnerId, grants)
  // A service that left the catalogue can still be held, and then it can be taken away too.
  if (posted.services.some((service) => !offered.has(service) && !held.includes(service)))
    return refuse({ code: 'services_invalid' })
  const removed = held.filter((service) => posted.services.includes(service))
  const after = grantsAfter(grants, removed.map(removalFrom(posted.partnerId, remover)))
  const kept = heldBy(posted.partnerId, after)
  return ok({ result: removed.length > 0 ? 'removed' : 'already_removed', removed, kept })
}

/** How many customers one press of **Give up privileges** reaches at most (§4.8). */
export const givenUpAtOnceMax = 50
export const givingUpInput = z.object({
  ids: z.array(idOf<'relationship'>()).min(1).max(givenUpAtOnceMax),
})
/** What **Give up privileges** posts: of each customer the services to give up, and whether its admins get a mail (M-12). */
export const giveUpInput = z.object({
  customers: z
    .array(z.object({ id: idOf<'relationship'>(), services: removeRolesInput.shape.services }))
    .min(1)
    .max(givenUpAtOnceMax)
    .refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length),
  tellsCustomers: z.boolean(),
})
/** One page of the customers at which the partner holds privileges. */
export const heldCustomersInput = z.object({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(givenUpAtOnceMax).default(givenUpAtOnceMax),
})

/** What **Remove all** posts: every live grant that the customer saw. */
export const removeAllRolesInput = z.object({
  holders: z
    .array(z.object({ service: z.string().max(50), partnerId: idOf<'organisation'>() }))
    .min(1)
    .max(50),
})

/**
 * Decides a customer's press that ends the grants of all partners, resellers included. Refused when a service has
 * a holder that the customer did not see; one that is free meanwhile needs no decision.
 */
export function decideRemovalOfAll({
  grants,
  seen,
}: {
  grants: readonly Holding[]
  seen: readonly Holding[]
}): Result<Loss[], { code: 'holders_changed' }> {
  const wasSeen = ({ service, partnerId }: Holding) => holderOf(service, seen) === partnerId
  if (!grants.every(wasSeen)) return refuse({ code: 'holders_changed' })
  return ok(
    lossesOf(
      grants,
      grants.map(({ service, partnerId }) => removalFrom(partnerId, byCustomer)(service)),
    ),
  )
}

const byCustomer: GrantRemover = { by: 'customer' }

const removalFrom =
  (from: Id<'organisation'>, remover: GrantRemover) =>
  (service: string): GrantStep => ({ service, from, to: null, ...remover })
