import { idOf } from '@entente/domain/core/id'
import { renegotiationStatuses } from '@entente/domain/relationship/renegotiation'
import { z } from 'zod'

/** The people of one side of a relationship. */
const side = z.object({ organisationId: idOf<'organisation'>(), audience: z.enum(['partner', 'customer']) })

/** What became of a customer's request to end a relationship. */
const endRequestChanged = side.extend({
  endRequestId: idOf<'end_request'>(),
  event: z.enum(['asked', 'withdrawn', 'agreed', 'explained', 'settled']),
})

/** What the other side stated about a renegotiated agreement, or answered. */
const renegotiationChanged = side.extend({
  renegotiationId: idOf<'renegotiation'>(),
  event: z.enum(renegotiationStatuses),
})

/** The part of `jobs` that tells a side of a relationship what the other one did. The mails go to one person each. */
export const betweenSidesJobs = {
  'end-request.changed': endRequestChanged,
  'mail.end-request': endRequestChanged.extend({ accountId: idOf<'account'>() }),
  'renegotiation.changed': renegotiationChanged,
  'mail.renegotiation': renegotiationChanged.extend({ accountId: idOf<'account'>() }),
} as const
