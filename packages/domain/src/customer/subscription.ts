import type { Cloud } from '../core/cloud.ts'

/** What a row keeps. `failed`: the provisioner never made it. */
export const subscriptionStatuses = ['pending', 'active', 'suspended', 'canceled', 'failed'] as const
export type SubscriptionStatus = (typeof subscriptionStatuses)[number]

/** What a subscription is now. The last three follow from the clock and are stored nowhere (§4.10). */
export const subscriptionStates = [...subscriptionStatuses, 'expired', 'disabled', 'deleted'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

/** The times that decide, beside the status, what a subscription is now. */
export type SubscriptionTimes = {
  status: SubscriptionStatus
  /** When it was provisioned first. */
  startedAt: Date | null
  suspendedAt: Date | null
  /** The end of the term after which it does not renew; null while it renews. */
  endsAt: Date | null
}

/** What happens to a subscription. The provisioner's answers are `provision` and `fail`. */
export const subscriptionActs = [
  'provision',
  'fail',
  'quantity',
  'transition',
  'migrate',
  'partner_of_record',
  'renewal',
  'suspend',
  'resume',
  'cancel',
] as const
export type SubscriptionAct = (typeof subscriptionActs)[number]

const day = 86_400_000
const hasPassed = (since: Date, days: number, now: Date): boolean =>
  since.getTime() + days * day <= now.getTime()

/** What a subscription is at a moment. */
export function subscriptionStateOf(
  { status, suspendedAt, endsAt }: SubscriptionTimes,
  { subscriptions: rules }: Pick<Cloud, 'subscriptions'>,
  now: Date,
): SubscriptionState {
  if (status !== 'active' && status !== 'suspended') return status
  if (status === 'suspended' && suspendedAt && hasPassed(suspendedAt, rules.suspendedDays, now))
    return 'deleted'
  if (!endsAt || endsAt > now) return status
  if (!hasPassed(endsAt, rules.expiredDays, now)) return 'expired'
  return hasPassed(endsAt, rules.expiredDays + rules.disabledDays, now) ? 'deleted' : 'disabled'
}

/**
 * The machine of §4.10. An expired subscription comes back by its renewal; a disabled or deleted one does not.
 */
const steps: Record<SubscriptionState, Partial<Record<SubscriptionAct, SubscriptionStatus>>> = {
  pending: { provision: 'active', fail: 'failed' },
  active: {
    quantity: 'active',
    transition: 'active',
    migrate: 'active',
    partner_of_record: 'active',
    renewal: 'active',
    suspend: 'suspended',
    cancel: 'canceled',
  },
  suspended: { resume: 'active' },
  expired: { renewal: 'active' },
  canceled: {},
  failed: {},
  disabled: {},
  deleted: {},
}

/** The status after an act; undefined if the act is impossible in this state. */
export const stepSubscription = (
  state: SubscriptionState,
  act: SubscriptionAct,
): SubscriptionStatus | undefined => steps[state][act]

/** Whether a subscription still costs or gives anything. */
export const isLiveSubscription = (state: SubscriptionState): boolean =>
  state === 'pending' || state === 'active' || state === 'suspended' || state === 'expired'

/** Whether it may still be cancelled (§4.10): within the cloud's days from its first provisioning. */
export const isInCancelWindow = (
  { startedAt }: Pick<SubscriptionTimes, 'startedAt'>,
  { subscriptions }: Pick<Cloud, 'subscriptions'>,
  now: Date,
): boolean => startedAt !== null && !hasPassed(startedAt, subscriptions.cancelDays, now)
