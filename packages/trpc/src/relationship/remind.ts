import { inSavepoint } from '@entente/db/core/savepoint'
import { findSentRecipient } from '@entente/db/relationship/corrected-recipients'
import { type Id, idOf } from '@entente/domain/core/id'
import { mayBeReminded } from '@entente/domain/relationship/request-state'
import { sendLimits, sendsForPartners } from '@entente/domain/relationship/send-limits'
import { z } from 'zod'
import { partnerMutation } from '../core/gates.ts'
import { Refused, refused, settled } from '../core/refused.ts'
import { sendOnceMore } from './follow-up.ts'

/**
 * Reminds recipients who have not answered, as far as the limits of sending allow: says how many were reminded, how many
 * must wait and until when, and how many get no more mail, because they answered, complained or were reminded meanwhile.
 */
export const remind = partnerMutation('relationship_request.prepare')
  .input(z.object({ recipientIds: z.array(idOf<'recipient'>()).min(1).max(100) }))
  .mutation(async ({ ctx, input }) => {
    const { db, now } = ctx
    settled(sendsForPartners(ctx.cloud))
    const sentIds: Id<'recipient'>[] = []
    const result = { reminded: 0, waiting: 0, leftOut: 0, until: null as Date | null }
    const wait = (until: Date) => {
      result.waiting += 1
      if (!result.until || until > result.until) result.until = until
    }
    for (const id of new Set(input.recipientIds)) {
      const sent = await findSentRecipient(db, ctx.session.organisation.id, id)
      if (!sent) throw refused({ code: 'not_found' })
      const isOpen = sent.acceptedAt === null && sent.declineId === null
      if (!isOpen || !mayBeReminded('waiting', sent.status)) {
        result.leftOut += 1
        continue
      }
      try {
        const again = await inSavepoint(db, () => sendOnceMore(ctx, id, sent, sent.address))
        sentIds.push(again.id)
        result.reminded += 1
      } catch (error) {
        const refusal = error instanceof Refused ? error.refusal : undefined
        if (refusal?.code === 'recipient_recently_mailed') wait(freeAfter(sent.mailedAt, now))
        else if (refusal?.code === 'domain_limit_reached' || refusal?.code === 'daily_limit_reached')
          wait(new Date(now.getTime() + refusal.retryAfterSeconds * 1000))
        else if (refusal && settledCodes.has(refusal.code)) result.leftOut += 1
        else throw error
      }
    }
    return { ...result, sentIds }
  })

/** When an address may have its next mail: a day after this one, or after another one that it had meanwhile. */
function freeAfter(mailedAt: Date, now: Date): Date {
  const dayMs = sendLimits.hoursPerRecipient * 3_600_000
  const free = new Date(mailedAt.getTime() + dayMs)
  return free > now ? free : new Date(now.getTime() + dayMs)
}

const settledCodes = new Set<string>([
  ...[
    'recipient_settled',
    'recipient_complained',
    'recipient_bounced',
    'recipient_suppressed',
    'other_party_not_active',
  ],
])
