import { idOf } from '@entente/domain/core/id'
import { enrolmentMailKinds } from '@entente/domain/enrolment/enrolment'
import { z } from 'zod'

const organisation = idOf<'organisation'>()

/**
 * Every job by its name, `channel.noun-event`, with the ids that its handler needs: never an address or a text, because
 * a handler reads the current rows before it acts.
 */
export const jobs = {
  /** A partner used **Send for me** (M-08). */
  'mail.request-sent': z.object({ partnerId: organisation, recipientId: idOf<'recipient'>() }),
  'mail.sign-up-started': z.object({ linkId: idOf<'one_time_link'>() }),
  /** Somebody signed up with an address that has an account; only its owner may learn that. */
  'mail.sign-up-repeated': z.object({ accountId: idOf<'account'>() }),
  'mail.reset-requested': z.object({ linkId: idOf<'one_time_link'>() }),
  /** To one person of the partner (M-10). */
  'mail.relationship-accepted': z.object({
    partnerId: organisation,
    relationshipId: idOf<'relationship'>(),
    accountId: idOf<'account'>(),
  }),
  /** To the person who accepted. */
  'mail.relationship-receipt': z.object({
    customerId: organisation,
    partnerId: organisation,
    accountId: idOf<'account'>(),
  }),
  /** To one global admin of the customer. */
  'mail.join-requested': z.object({
    customerId: organisation,
    membershipId: idOf<'membership'>(),
    accountId: idOf<'account'>(),
  }),
  'mail.join-decided': z.object({ customerId: organisation, membershipId: idOf<'membership'>() }),
  /** M-01 to M-06 of an application; the content is read when the mail is sent. */
  'mail.enrolment': z.object({
    organisationId: organisation,
    kind: z.enum(enrolmentMailKinds),
    to: z.enum(['contact', 'enroller']),
  }),
  'mail.work-account-started': z.object({ linkId: idOf<'one_time_link'>() }),
  /** Updates the partner's own log and mails its people, in the partner's scope. */
  'relationship.accepted': z.object({ partnerId: organisation, relationshipId: idOf<'relationship'>() }),
  'relationship.declined': z.object({
    customerId: organisation,
    partnerId: organisation,
    declineId: z.uuid(),
  }),
  /** Tells every global admin of the customer. */
  'membership.requested': z.object({ customerId: organisation, membershipId: idOf<'membership'>() }),
  /** The mail provider reported on a mail. */
  'feedback.received': z.object({ receiptId: z.string().min(1).max(200) }),
} as const

export type JobName = keyof typeof jobs
export type JobData<N extends JobName> = z.infer<(typeof jobs)[N]>
/** A job as a mutation records it. */
export type Job = { [N in JobName]: { id?: string; name: N; data: JobData<N> } }[JobName]
