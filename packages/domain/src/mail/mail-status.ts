/**
 * The statuses of a mail, from least to most known. Reports come late, twice and out of order, so a status is only
 * replaced by a later one of this list: in whatever order they come, the same reports end at the same status.
 *
 * - `unsent` before `sent`: an operator may retry, and a report proves that a mail we gave up on was sent after all.
 * - `failed` and `suppressed` after `sent`: the provider took the mail and did not send it, for a reason of its own or
 *   because the address is on its list of those that returned or refused mail. A delivery proves otherwise.
 * - `bounced` after `delivered`: a server may take a mail and return it afterwards. Never the other way round.
 * - `complained` after those: a person who complains has received the mail, and the complaint must not be lost (S19).
 * - `withdrawn` last: it was never handed over, so that nothing is reported about it, and it is never sent.
 */
export const mailStatuses = [
  ...(['queued', 'unsent', 'sent', 'failed', 'suppressed'] as const),
  ...(['delivered', 'bounced', 'complained', 'withdrawn'] as const),
] as const
export type MailStatus = (typeof mailStatuses)[number]

/** What a provider reports about a mail that it accepted. */
export const feedbacks = ['failed', 'suppressed', 'delivered', 'bounced', 'complained'] as const
export type Feedback = (typeof feedbacks)[number]

/** The statuses that a new one replaces, for a write that locks: concurrent writers do not undo each other. */
export const replacedBy = (status: MailStatus): MailStatus[] =>
  mailStatuses.slice(0, mailStatuses.indexOf(status))

/** The status of a mail after another one was reported: the later one of the two. */
export const advanceMail = (status: MailStatus, reported: MailStatus): MailStatus =>
  replacedBy(reported).includes(status) ? reported : status

/** Whether the mail still has to be sent. A mail that was sent is never sent again, whatever became of it. */
export const isUnsent = (status: MailStatus): boolean => advanceMail(status, 'sent') !== status

/** A mail that did not arrive may be sent again to a corrected address. */
export const undeliveredStatuses: readonly MailStatus[] = ['unsent', 'failed', 'suppressed', 'bounced']
export const isUndelivered = (status: MailStatus): boolean => undeliveredStatuses.includes(status)

const feedbackByEvent: Record<string, Feedback> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.failed': 'failed',
  'email.suppressed': 'suppressed',
  'email.complained': 'complained',
}

/** The feedback in an event of the mail provider; undefined for all others, because opened mails are never tracked. */
export const feedbackOf = (event: string): Feedback | undefined =>
  Object.hasOwn(feedbackByEvent, event) ? feedbackByEvent[event] : undefined
