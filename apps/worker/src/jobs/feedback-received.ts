import { asRelay, asTenant } from '@entente/db/core/scopes'
import { saveContactBounce } from '@entente/db/enrolment/partner-profiles'
import { saveFeedback } from '@entente/db/mail/mail-deliveries'
import { findReceipt } from '@entente/db/mail/webhook-receipts'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import { feedbackOf } from '@entente/domain/mail/mail-status'
import { jobs } from '@entente/queue/jobs'
import type { Handler } from '../handler.ts'

/**
 * Saves what the mail provider reported, and updates the recipient's status that the partner sees. Repeats and late
 * reports change nothing: a status only moves forward (`mail-status.ts`).
 */
export const feedbackReceived: Handler<'feedback.received'> = async ({ database }, { receiptId }) => {
  const report = await asRelay(database, async (db) => {
    const receipt = await findReceipt(db, receiptId)
    const feedback = receipt && feedbackOf(receipt.event)
    if (!receipt?.deliveryId || !feedback) return undefined
    const { deliveryId, occurredAt } = receipt
    const delivery = await saveFeedback(db, deliveryId, { feedback, occurredAt })
    return delivery && { ...delivery, occurredAt, deliveryId }
  })
  if (report?.kind === 'mail.enrolment' && report.feedback === 'bounced') {
    const { organisationId, kind } = jobs['mail.enrolment'].parse(report.data)
    // Only a bounce of the newest verification mail counts; a bounced status mail says nothing about the contact.
    if (kind === 'verify_contact')
      await asTenant(database, { organisationId, audience: 'partner', personId: null }, (db) =>
        saveContactBounce(db, organisationId, report.deliveryId, report.occurredAt),
      )
    return
  }
  if (report?.kind !== 'mail.request-sent') return
  const { partnerId, recipientId } = jobs['mail.request-sent'].parse(report.data)
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, (db) =>
    saveRecipientStatuses(db, partnerId, [recipientId], report.feedback, report.occurredAt),
  )
}
