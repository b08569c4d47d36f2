import type { MailStatus } from '@entente/domain/mail/mail-status'

/** How many of a request's mails were handed over, while some of several still wait; null before and after. */
export function sendingProgress(
  recipients: readonly { status: MailStatus }[],
): { done: number; all: number } | null {
  const all = recipients.filter(({ status }) => status !== 'withdrawn').length
  const done = all - recipients.filter(({ status }) => status === 'queued').length
  return all > 1 && done < all ? { done, all } : null
}
