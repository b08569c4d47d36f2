import type { LicenceState } from '@entente/domain/customer/licence'
import type { SubscriptionState } from '@entente/domain/customer/subscription'
import type { Tone } from '@entente/ui/tone'

export const poolTone = (state: SubscriptionState): Tone =>
  state === 'active' ? 'positive' : state === 'pending' ? 'info' : 'warning'

export const licenceTone = {
  assigning: 'info',
  assigned: 'positive',
  taking: 'info',
} as const satisfies Record<LicenceState, Tone>
