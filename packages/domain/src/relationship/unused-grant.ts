import { z } from 'zod'
import { type Id, idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import { oneLine } from '../identity/account.ts'
import {
  type GrantInUse,
  type GrantStep,
  type GrantUsage,
  grantsAfter,
  heldBy,
  takeStep,
} from './admin-grant.ts'

/** One page of the grants that nobody used for more than 90 days, the oldest first. */
export const unusedGrantListInput = z.object({
  /** The beginnings of words of a partner's or a customer's name. */
  search: searchText.optional(),
  service: z
    .string()
    .regex(/^[a-z\d-]{1,50}$/)
    .optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(100).default(50),
})
export type UnusedGrantListInput = z.output<typeof unusedGrantListInput>

/** How many grants an operator ends in one act at most. */
export const unusedAtOnceMax = 50
const ids = z.array(idOf<'grant'>()).min(1).max(unusedAtOnceMax)
export const unusedGrantsInput = z.object({ ids })
/** The reason stays in the instance's records, where neither partner nor customer reads it. */
export const removeUnusedInput = z.object({ ids, reason: oneLine(500) })

/** A live grant, and when it was used. */
export type UsedGrant = GrantUsage & {
  id: Id<'grant'>
  service: string
  partnerId: Id<'organisation'>
  customerId: Id<'organisation'>
}

/** What a partner loses at a customer, and what it still holds there. */
export type UnusedLoss = {
  partnerId: Id<'organisation'>
  customerId: Id<'organisation'>
  services: string[]
  kept: string[]
}

/**
 * Decides an operator's press on **Remove unused privileges** (§4.8 granted -> removed by operator): of the chosen grants it
 * ends those that nobody used for more than 90 days, counted from when they were given if never. What was used meanwhile, or
 * ended, stays as it is; refused when that is all of them.
 */
export function decideUnusedRemoval({
  grants,
  chosen,
  now,
}: {
  /** All live grants between the parties of the chosen ones. */
  grants: readonly UsedGrant[]
  chosen: readonly Id<'grant'>[]
  now: Date
}): Result<UnusedLoss[], GrantInUse> {
  const between = Map.groupBy(grants, ({ partnerId, customerId }) => `${partnerId} ${customerId}`)
  const losses = [...between.values()].flatMap((held) => {
    const steps = held.flatMap((grant): GrantStep[] => {
      const { id, service, partnerId: from, grantedAt, lastUsedAt } = grant
      const unused = { by: 'operator', because: 'unused', now, grantedAt, lastUsedAt } as const
      const step: GrantStep = { service, from, to: null, ...unused }
      return chosen.includes(id) && takeStep(held, step).ok ? [step] : []
    })
    const [first] = held
    if (!first || steps.length === 0) return []
    const { partnerId, customerId } = first
    const services = steps.map(({ service }) => service)
    return { partnerId, customerId, services, kept: heldBy(partnerId, grantsAfter(held, steps)) }
  })
  return losses.length > 0 ? ok(losses) : refuse({ code: 'grant_in_use' })
}
