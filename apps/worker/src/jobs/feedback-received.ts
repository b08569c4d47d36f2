import { asRelay, asTenant } from '@entente/db/core/scopes'
import { saveContactBounce } from '@entente/db/enrolment/partner-profiles'
import { saveFeedback } from '@entente/db/mail/mail-deliveries'
import { findReceipt } from '@entente/db/mail/webhook-receipts'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import { feedbackOf } from '@entente/domain/mail/mail-status'
import { jobs } from '@entente/queue/jobs'
import type { Handler } from '../handler.ts'

/**
 * Keeps what the mail provider told, and shows it to the partner whose request it was about. Repeats and late reports
 * change nothing: each write only moves on (`mail-status.ts`).
 */
export const feedbackReceived: Handler<'feedback.received'> = async ({ database }, { receiptId }) => {
  const told = await asRelay(database, async (db) => {
    const receipt = await findReceipt(db, receiptId)
    const feedback = receipt && feedbackOf(receipt.event)
    if (!receipt?.deliveryId || !feedback) return undefined
    const { deliveryId, occurredAt } = receipt
    const delivery = await saveFeedback(db, deliveryId, { feedback, occurredAt })
    return delivery && { ...delivery, occurredAt, deliveryId }
  })
  if (told?.kind === 'mail.enrolment' && told.feedback === 'bounced') {
    const { organisationId, kind } = jobs['mail.enrolment'].parse(told.data)
    // What the newest verification met is what counts; a status mail that came back says nothing of the contact.
    if (kind === 'verify_contact')
      await asTenant(database, { organisationId, audience: 'partner', personId: null }, (db) =>
        saveContactBounce(db, organisationId, told.deliveryId, told.occurredAt),
      )
    return
  }
  if (told?.kind !== 'mail.request-sent') return
  const { partnerId, recipientId } = jobs['mail.request-sent'].parse(told.data)
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, (db) =>
    saveRecipientStatuses(db, partnerId, [recipientId], told.feedback, told.occurredAt),
  )
}
