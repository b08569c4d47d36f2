import { insertAudit } from '@entente/db/core/audit'
import { foreignLinksAllowed } from '@entente/db/core/instance-settings'
import { newId } from '@entente/db/core/new-id'
import { findSentRecipient, insertCorrection } from '@entente/db/relationship/corrected-recipients'
import { idOf } from '@entente/domain/core/id'
import { emailAddress } from '@entente/domain/identity/account'
import { isUndelivered } from '@entente/domain/mail/mail-status'
import { checkForeignLinks, linksIn } from '@entente/domain/relationship/foreign-link'
import { enqueue } from '@entente/queue/enqueue'
import { z } from 'zod'
import { actorOf, partnerMutation } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { authorOf } from './draft.ts'
import { takeAllowance } from './send-allowance.ts'

/**
 * **Fix the address and send again**: sends a mail that did not arrive to another address, unchanged and within the same
 * limits. Once per recipient; a mail that arrived is not sent again.
 */
export const sendAgain = partnerMutation('relationship_request.prepare')
  .input(z.object({ recipientId: idOf<'recipient'>(), address: emailAddress }))
  .mutation(async ({ ctx, input: { recipientId: replacesId, address } }) => {
    const { db, session, now } = ctx
    const partnerId = session.organisation.id
    const recipient = await findSentRecipient(db, partnerId, replacesId)
    if (!recipient) throw refused({ code: 'not_found' })
    const { requestId, status, reference, subject, paragraphs, withPrivileges } = recipient
    // Where every link asks for privileges, there is no choice to repeat.
    await authorOf(ctx, ctx.cloud.requests.privilegesChoice ? withPrivileges : undefined)
    // A text that is no longer kept cannot be sent either.
    if (!isUndelivered(status) || !paragraphs.some(({ kind }) => kind === 'link'))
      throw refused({ code: 'recipient_settled' })
    // The sender confirmed the links of this text; the operator may have forbidden them since.
    const links = linksIn([subject, ...paragraphs.map(({ text }) => text)])
    const areAllowed = await foreignLinksAllowed(db)
    settled(checkForeignLinks(links, { confirmed: links.map(({ url }) => url), areAllowed }))
    const id = newId<'recipient'>()
    if (!(await insertCorrection(db, partnerId, { id, requestId, address, reference, replacesId }, now)))
      throw refused({ code: 'recipient_settled' })
    await takeAllowance(ctx, [address])
    await insertAudit(
      db,
      actorOf(ctx),
      [
        {
          organisationId: partnerId,
          action: 'relationship_request.sent_again',
          payload: { requestId, recipientId: id, replacesId },
        },
      ],
      now,
    )
    await enqueue(db, [{ name: 'mail.request-sent', data: { partnerId, recipientId: id } }], now)
    return { id, requestId }
  })
