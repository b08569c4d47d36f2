import type { TooManyAttempts } from '../core/refusal.ts'
import { ok, type Result, refuse } from '../core/result.ts'

/** What is known about the primary contact's address (§4.3). "Expired" is not a state: it is `sent` after its time. */
export const contactStates = ['none', 'sent', 'verified', 'denied', 'bounced'] as const
export type ContactState = (typeof contactStates)[number]

export const contactEvents = ['send', 'resend', 'verify', 'deny', 'bounce'] as const
export type ContactEvent = (typeof contactEvents)[number]

export const contactLimits = { linkDays: 7, sendsPerDay: 3 }

export type ContactFacts = {
  now: Date
  /** Of the newest link; null before the first. */
  sentAt: Date | null
  expiresAt: Date | null
  /** Mails with a link in the last 24 hours, and when the oldest of them was sent. */
  sendsInLastDay: number
  oldestSendAt: Date | null
  /** An operator may send again at once, the applicant after one business day. */
  by: 'applicant' | 'contact' | 'operator' | 'system'
}

/** `mails` says whether M-01 is sent now; a new link always invalidates the old one. */
export type ContactStep = { state: ContactState; mails: readonly 'verify_contact'[] }

export type ContactRefusal = { code: 'contact_settled' } | { code: 'one_time_link_spent' } | TooManyAttempts

export const isExpired = (state: ContactState, facts: Pick<ContactFacts, 'now' | 'expiresAt'>): boolean =>
  state === 'sent' && facts.expiresAt !== null && facts.expiresAt <= facts.now

/**
 * Advances the verification of the primary contact's address (§4.3, R-101). `send` is for a new address (submission or
 * change), `resend` sends another link to the same address; neither sends more than `sendsPerDay` mails in a day, so
 * that no account becomes a way to mail strangers. Giving the same answer again changes nothing. A bounce counts in
 * every state after the first mail: what was answered before it was not answered from a mailbox that takes mail.
 */
export function advanceContact(
  state: ContactState,
  event: ContactEvent,
  facts: ContactFacts,
): Result<ContactStep, ContactRefusal> {
  switch (event) {
    case 'send': {
      const refusal = whyNotMail(facts)
      return refusal ? refuse(refusal) : ok({ state: 'sent', mails: ['verify_contact'] })
    }
    case 'resend': {
      const refusal = whyNotResend(state, facts)
      return refusal ? refuse(refusal) : ok({ state: 'sent', mails: ['verify_contact'] })
    }
    case 'bounce':
      return state === 'none' ? refuse({ code: 'contact_settled' }) : ok({ state: 'bounced', mails: [] })
    case 'verify':
      if (state === 'verified') return ok({ state, mails: [] })
      return awaitsAnswer(state, facts)
        ? ok({ state: 'verified', mails: [] })
        : refuse({ code: 'one_time_link_spent' })
    case 'deny':
      if (state === 'denied') return ok({ state, mails: [] })
      return awaitsAnswer(state, facts)
        ? ok({ state: 'denied', mails: [] })
        : refuse({ code: 'one_time_link_spent' })
  }
}

/** Why the link cannot be sent again now; undefined when it can. The page shows the wait instead of the button. */
export function whyNotResend(
  state: ContactState,
  facts: ContactFacts,
): { code: 'contact_settled' } | TooManyAttempts | undefined {
  if (state !== 'sent') return { code: 'contact_settled' }
  const needsNoWait = facts.by === 'operator' || isExpired(state, facts) || facts.sentAt === null
  const waitedAt = needsNoWait ? facts.now : oneBusinessDayAfter(facts.sentAt ?? facts.now)
  return whyNotMail(facts, waitedAt)
}

/** Why no mail with a link can be sent to any address now: not before a moment, and at most three in a day. */
function whyNotMail(facts: ContactFacts, notBefore: Date = facts.now): TooManyAttempts | undefined {
  const underLimitAt =
    facts.sendsInLastDay >= contactLimits.sendsPerDay && facts.oldestSendAt
      ? new Date(facts.oldestSendAt.getTime() + dayMs)
      : facts.now
  const waitMs = Math.max(notBefore.getTime(), underLimitAt.getTime()) - facts.now.getTime()
  return waitMs > 0 ? { code: 'too_many_attempts', retryAfterSeconds: Math.ceil(waitMs / 1000) } : undefined
}

const dayMs = 86_400_000

/** The same time on the next day that is neither Saturday nor Sunday (UTC). Holidays are not known. */
export function oneBusinessDayAfter(moment: Date): Date {
  const next = new Date(moment.getTime() + dayMs)
  return next.getUTCDay() === 0 || next.getUTCDay() === 6 ? oneBusinessDayAfter(next) : next
}

/** Whether the newest link can be answered. */
export const awaitsAnswer = (state: ContactState, facts: Pick<ContactFacts, 'now' | 'expiresAt'>): boolean =>
  state === 'sent' && !isExpired(state, facts)
