import type { Mailbox } from './mailbox.ts'

export type OutgoingMail = {
  /** Of the delivery, for the provider to name when it reports on the mail. */
  id: string
  /** The same for every attempt at the same mail: a provider that honours keys sends it once. */
  key: string
  messageId: string
  from: Mailbox
  replyTo: Mailbox | null
  to: string
  subject: string
  text: string
  html: string
}

export type Transport = {
  kind: 'smtp' | 'resend'
  /** How long a key makes a repeat harmless; null where keys mean nothing. */
  keyWindowMs: number | null
  /** Resolves when the server has taken the mail; rejects with `NotTaken`. */
  send: (mail: OutgoingMail) => Promise<void>
  close: () => void
}

/**
 * The server did not take a mail. The message holds codes only: what a server says quotes addresses, and this text
 * reaches logs and the queue's table (design 9), hence no cause either.
 */
export class NotTaken extends Error {
  override name = 'NotTaken'
  /** Trying again cannot help: this recipient or this content is refused for good. */
  readonly isPermanent: boolean

  constructor(reason: string, isPermanent: boolean) {
    super(reason)
    this.isPermanent = isPermanent
  }
}
