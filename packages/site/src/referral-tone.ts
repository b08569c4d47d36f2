import type { ReferralStatus } from '@entente/domain/customer/referral'
import type { Tone } from '@entente/ui/tone'

/** How a referral's status is marked. */
export const referralTone = {
  new: 'warning',
  active: 'info',
  won: 'positive',
  lost: 'neutral',
  declined: 'neutral',
  expired: 'neutral',
} as const satisfies Record<ReferralStatus, Tone>
