// A file of its own: pages use these without the schemas and their library.

/**
 * How it stands with a recipient of a request. Whether a mail was opened is never tracked. `prepared`: handed over by the
 * partner itself, so nobody here knows to whom.
 */
export const requestStates = [
  ...(['waiting', 'bounced', 'accepted', 'declined', 'revoked', 'withdrawn', 'prepared'] as const),
] as const
export type RequestState = (typeof requestStates)[number]

/**
 * Whether a reminder, which carries the link that works now, may go to a recipient: the mail's `status` says that it has
 * arrived, and there is no answer. Somebody who reported it as unwanted is left alone (S19).
 */
export const mayBeReminded = (state: RequestState, status: string | null): boolean =>
  (state === 'waiting' || state === 'revoked') && (status === 'sent' || status === 'delivered')
