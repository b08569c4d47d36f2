// A file of its own: pages use these without the schemas and their library.
import type { MailStatus } from '../mail/mail-status.ts'

/**
 * How it stands with a recipient of a request. Whether a mail was opened is never tracked. `prepared`: handed over by the
 * partner itself, so nobody here knows to whom.
 */
export const requestStates = ['waiting', 'bounced', 'accepted', 'declined', 'revoked', 'prepared'] as const
export type RequestState = (typeof requestStates)[number]

/** A recipient who has the mail and has not answered; a reminder carries the link that works now. Somebody who reported it as unwanted is left alone (S19). */
export const mayBeReminded = (state: RequestState, status: MailStatus | null): boolean =>
  (state === 'waiting' || state === 'revoked') && (status === 'sent' || status === 'delivered')
