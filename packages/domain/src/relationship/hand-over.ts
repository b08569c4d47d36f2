import type { CustomerAccessRefusal } from './customer-access.ts'

/** How long the page that opens a service may take to get there. */
export const handOverSeconds = 60

/** How long a service's portal may ask about one opening. A session of its own that lasts longer needs a new one. */
export const liveGrantHours = 12

/** Why a service's portal lets nobody in: the token is not ours, not for it or too old; it was used; or access is refused. */
export type HandOverRefusal =
  | { code: 'hand_over_invalid' }
  | { code: 'hand_over_used' }
  | CustomerAccessRefusal
