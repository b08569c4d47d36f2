import { asRelay, asTenant } from '@entente/db/core/scopes'
import { lockEnrolment } from '@entente/db/enrolment/enrolments'
import { findApplicationFacts, saveContactStatus } from '@entente/db/enrolment/partner-profiles'
import { lockDelivery, saveFeedback } from '@entente/db/mail/mail-deliveries'
import { findReceipt } from '@entente/db/mail/webhook-receipts'
import { saveRecipientStatuses } from '@entente/db/relationship/relationship-requests'
import type { Id } from '@entente/domain/core/id'
import { advanceContact } from '@entente/domain/enrolment/contact-verification'
import { advanceMail, feedbackOf, isUndelivered } from '@entente/domain/mail/mail-status'
import { jobs } from '@entente/queue/jobs'
import type { Handler, Tools } from '../handler.ts'

/**
 * Saves what the mail provider reported, and updates what the partner sees: the recipient's status, or that the contact
 * of an application cannot be reached. Repeats and late reports change nothing: a status only moves forward
 * (`mail-status.ts`).
 */
export const feedbackReceived: Handler<'feedback.received'> = async (tools, { receiptId }) => {
  const { database } = tools
  const report = await asRelay(database, async (db) => {
    const receipt = await findReceipt(db, receiptId)
    const feedback = receipt && feedbackOf(receipt.event)
    if (!receipt?.deliveryId || !feedback) return undefined
    const { deliveryId, occurredAt } = receipt
    const delivery = await lockDelivery(db, deliveryId)
    if (!delivery) return undefined
    const status = advanceMail(delivery.status, feedback)
    if (status !== delivery.status) await saveFeedback(db, deliveryId, { feedback, occurredAt })
    return { ...delivery, status, feedback, occurredAt, deliveryId }
  })
  if (!report) return
  const { kind, data, status, feedback, occurredAt, deliveryId } = report
  const verified = companyToVerify(kind, data)
  if (verified && isUndelivered(status)) await bounceContact(tools, verified, deliveryId, occurredAt)
  if (kind !== 'mail.request-sent') return
  const { partnerId, recipientId } = jobs[kind].parse(data)
  await asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, (db) =>
    saveRecipientStatuses(db, partnerId, [recipientId], feedback, occurredAt),
  )
}

/** The company whose contact a mail asked. A bounce of any other mail says nothing about the contact's address. */
function companyToVerify(kind: string, data: unknown): Id<'organisation'> | undefined {
  if (kind === 'mail.contact-verification-requested') return jobs[kind].parse(data).organisationId
  if (kind !== 'mail.enrolment') return undefined
  // Goes after release 0.2, with the job.
  const old = jobs[kind].parse(data)
  return old.kind === 'verify_contact' ? old.organisationId : undefined
}

/** Advances the contact by the bounce of the newest verification mail; a bounce of an older one is ignored (§4.3). */
const bounceContact = (
  { database }: Tools,
  organisationId: Id<'organisation'>,
  mailId: string,
  now: Date,
): Promise<void> =>
  asTenant(database, { organisationId, audience: 'partner', personId: null }, async (db) => {
    const enrolment = await lockEnrolment(db, organisationId)
    if (!enrolment) return
    const { profile, contactMails } = await findApplicationFacts(db, enrolment, now)
    if (profile.contactMailId !== mailId) return
    const step = advanceContact(profile.contactStatus, 'bounce', { ...contactMails, by: 'system' })
    if (step.ok && step.value.state !== profile.contactStatus)
      await saveContactStatus(db, organisationId, step.value.state, now)
  })
