import type { ServiceRequestStatus } from '@entente/domain/customer/service-request'
import type { Tone } from '@entente/ui/tone'

/** How a service request's status is marked. */
export const requestTone = {
  open: 'info',
  attention_needed: 'warning',
  closed: 'neutral',
} as const satisfies Record<ServiceRequestStatus, Tone>
