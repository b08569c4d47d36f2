/**
 * What became of a mail, from least to most known. Reports come late, twice and out of order, so a status is only ever
 * replaced by a later one of this list: whatever the order, the same reports end at the same status.
 *
 * - `failed` before `sent`: an operator may try again, and a report proves that a mail we gave up did leave.
 * - `bounced` after `delivered`: a server may take a mail and return it afterwards. Never the other way round.
 * - `complained` last: whoever complains has read it, and it must not be forgotten (S19).
 */
export const mailStatuses = ['queued', 'failed', 'sent', 'delivered', 'bounced', 'complained'] as const
export type MailStatus = (typeof mailStatuses)[number]

/** What a provider tells of a mail after it took it. */
export type Feedback = 'delivered' | 'bounced' | 'complained'

/** The statuses that a new one replaces: the guard of the write, so that no two writers undo each other. */
export const replacedBy = (status: MailStatus): MailStatus[] =>
  mailStatuses.slice(0, mailStatuses.indexOf(status))

/** A mail that did not arrive may be sent again to a corrected address. */
export const isUndelivered = (status: MailStatus): boolean => status === 'bounced' || status === 'failed'

const feedbackByEvent: Record<string, Feedback> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  // Taken by the provider and not handed on: for whoever waits for an answer that is the same.
  'email.failed': 'bounced',
  'email.suppressed': 'bounced',
  'email.complained': 'complained',
}

/** What an event of the mail provider says, if it says anything that we keep: opening is never tracked (design 5). */
export const feedbackOf = (event: string): Feedback | undefined =>
  Object.hasOwn(feedbackByEvent, event) ? feedbackByEvent[event] : undefined
