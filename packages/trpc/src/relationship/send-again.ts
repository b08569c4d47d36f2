import { findSentRecipient } from '@entente/db/relationship/corrected-recipients'
import { idOf } from '@entente/domain/core/id'
import { emailAddress } from '@entente/domain/identity/account'
import { isUndelivered } from '@entente/domain/mail/mail-status'
import { sendsForPartners } from '@entente/domain/relationship/send-limits'
import { z } from 'zod'
import { partnerMutation } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { sendOnceMore } from './follow-up.ts'

/**
 * **Fix the address and send again**: sends a mail that did not arrive to another address. Once per recipient; a mail that
 * arrived is not sent again.
 */
export const sendAgain = partnerMutation('relationship_request.prepare')
  .input(z.object({ recipientId: idOf<'recipient'>(), address: emailAddress }))
  .mutation(async ({ ctx, input: { recipientId, address } }) => {
    settled(sendsForPartners(ctx.cloud))
    const sent = await findSentRecipient(ctx.db, ctx.session.organisation.id, recipientId)
    if (!sent) throw refused({ code: 'not_found' })
    if (!isUndelivered(sent.status)) throw refused({ code: 'recipient_settled' })
    return sendOnceMore(ctx, recipientId, sent, address)
  })
