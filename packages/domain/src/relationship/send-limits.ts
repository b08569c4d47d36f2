import { ok, type Result, refuse } from '../core/result.ts'
import type { RefusalOf } from '../refusal.ts'

/** What **Send for me** allows one partner (S19): days are the cloud's own. */
export const sendLimits = {
  mailsPerDay: 200,
  /** To the addresses of one domain. */
  mailsPerDomainAndDay: 50,
  hoursPerRecipient: 24,
  /** How long a complaint counts. */
  complaintDays: 30,
}

/** What became of a partner's mails in the last `complaintDays`. */
export type SendRecord = { sent: number; complaints: number }

/**
 * Whether the platform still sends for a partner: not once more than one mail in a thousand was reported as unwanted.
 * One complaint alone never stops anybody: it may be a slip of the finger.
 */
export const mayBeSentFor = ({ sent, complaints }: SendRecord): Result<true, RefusalOf<'sending_stopped'>> =>
  complaints > Math.max(1, sent / 1000) ? refuse({ code: 'sending_stopped' }) : ok(true)
