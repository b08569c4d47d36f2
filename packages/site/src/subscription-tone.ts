import type { SubscriptionState } from '@entente/domain/customer/subscription'
import type { Tone } from '@entente/ui/tone'

export const stateTone: Record<SubscriptionState, Tone> = {
  pending: 'neutral',
  active: 'positive',
  suspended: 'warning',
  expired: 'warning',
  canceled: 'neutral',
  failed: 'negative',
  disabled: 'negative',
  deleted: 'neutral',
}
