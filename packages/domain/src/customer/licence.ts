import { z } from 'zod'
import { idOf } from '../core/id.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { searchText } from '../core/search-text.ts'
import type { CustomerUserStatus } from './customer-user.ts'
import type { ProvisioningOutcome } from './provisioning.ts'
import type { SubscriptionState } from './subscription.ts'

/** A licence that a user has, or is about to have or to lose. In each state it takes a seat. */
export const licenceStates = ['assigning', 'assigned', 'taking'] as const
export type LicenceState = (typeof licenceStates)[number]

export const licenceActs = ['assign', 'take'] as const
export type LicenceAct = (typeof licenceActs)[number]

/** What came of one row of a run. `refused`: the provisioner said so afterwards, and the row keeps `done`. */
export const licenceResults = [
  ...(['done', 'refused', 'no_seat', 'already_assigned', 'not_assigned', 'user_not_active'] as const),
  ...(['subscription_not_active', 'not_granted', 'cancelled'] as const),
] as const
export type LicenceResult = (typeof licenceResults)[number]

export type LicenceRefusal =
  /** A run for this subscription goes on. */
  { code: 'licences_running' } | { code: 'licence_users_unknown'; names: string } | { code: 'licences_over' }

/** How many users one run has at most. */
export const licenceRunMax = 5000

/** Decides one row: the licence's next state, or the result that says why not. */
export function decideLicence(
  act: LicenceAct,
  facts: {
    subscription: SubscriptionState
    free: number
    user: CustomerUserStatus | undefined
    licence: LicenceState | undefined
  },
): Result<LicenceState, Exclude<LicenceResult, 'done' | 'refused' | 'not_granted' | 'cancelled'>> {
  const { subscription, free, user, licence } = facts
  if (act === 'take') return licence === 'assigned' ? ok('taking') : refuse('not_assigned')
  if (subscription !== 'active') return refuse('subscription_not_active')
  if (licence) return refuse('already_assigned')
  if (user !== 'active' && user !== 'creating' && user !== 'disabled') return refuse('user_not_active')
  return free > 0 ? ok('assigning') : refuse('no_seat')
}

/** What the provisioner's outcome makes of a licence; null: the seat is free. */
export function settleLicence(
  state: LicenceState,
  act: LicenceAct,
  outcome: ProvisioningOutcome['state'],
): LicenceState | null {
  if (act === 'assign' && state === 'assigning') return outcome === 'success' ? 'assigned' : null
  if (act === 'take' && state === 'taking') return outcome === 'success' ? null : 'assigned'
  // The user was deleted meanwhile, or something else has happened since.
  return state
}

const subscriptionId = z.object({ subscriptionId: idOf<'subscription'>() })
export const licenceListInput = subscriptionId.extend({
  search: searchText.optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
/** Names may be separated by line breaks, commas or semicolons. */
export const startLicencesInput = subscriptionId.extend({
  act: z.enum(licenceActs),
  userIds: z.array(idOf<'customer_user'>()).max(licenceRunMax).default([]),
  userNames: z
    .string()
    .max(400_000)
    .default('')
    .transform((text) => [
      ...new Set(
        text
          .toLowerCase()
          .split(/[\s,;]+/)
          .filter(Boolean),
      ),
    ])
    .pipe(z.array(z.string().max(200)).max(licenceRunMax)),
})
export const licenceRunInput = z.object({ runId: idOf<'licence_run'>() })
export const licenceResultsInput = licenceRunInput.extend({
  after: z.number().int().min(-1).default(-1),
  limit: z.number().int().min(1).max(500).default(200),
})
