import type { Cloud } from '../core/cloud.ts'
import { ok, type Result, refuse } from '../core/result.ts'

/** What **Send for me** allows one partner (S19), beside the mails of a day that the cloud allows. */
export const sendLimits = {
  hoursPerRecipient: 24,
  /** How long a complaint counts. */
  complaintDays: 30,
  /** How long a mail waits before it goes, so that its sender can withdraw it (U11). */
  undoSeconds: 10,
}

export type SendRefusal =
  | { code: 'recipient_recently_mailed'; addresses: string[]; retryAfterSeconds: number }
  /** Recipients who reported a mail of this partner as unwanted (S19). */
  | { code: 'recipient_complained'; addresses: string[] }
  | { code: 'recipient_bounced'; addresses: string[] }
  /** The provider no longer sends to these addresses. */
  | { code: 'recipient_suppressed'; addresses: string[] }
  | { code: 'daily_limit_reached'; retryAfterSeconds: number }
  | { code: 'domain_limit_reached'; domains: string[]; retryAfterSeconds: number }
  | { code: 'sending_stopped' }
  | { code: 'recipient_settled' }
  /** The time in which a mail can be withdrawn is over. */
  | { code: 'already_sent' }

/** A day is one in the cloud's time zone. */
export type MailsOfDay = Pick<Cloud['requests'], 'mailsPerDay' | 'mailsPerDomainAndDay'>

/** Whether this cloud sends requests for partners at all, first mails and reminders. */
export const sendsForPartners = ({ requests }: Cloud): Result<true, { code: 'feature_off' }> =>
  requests.isOn && requests.sendForMe ? ok(true) : refuse({ code: 'feature_off' })

/** Counts of a partner's mails in the last `complaintDays`. */
export type SendRecord = { sent: number; complaints: number }

/**
 * Whether the platform still sends for a partner: it stops once more than one mail in a thousand was reported as
 * unwanted. A single complaint never stops a partner: it may be a mistake.
 */
export const mayBeSentFor = ({ sent, complaints }: SendRecord): Result<true, { code: 'sending_stopped' }> =>
  complaints > Math.max(1, sent / 1000) ? refuse({ code: 'sending_stopped' }) : ok(true)
