import type { Mailbox } from './mailbox.ts'

export type OutgoingMail = {
  /** The id of the delivery, which the provider names when it reports on the mail. */
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
  /** How long a key makes a repeat harmless, in milliseconds; null where there are no keys. */
  keyWindowMs: number | null
  /** Resolves when the server has taken the mail; rejects with `NotTaken`. */
  send: (mail: OutgoingMail) => Promise<void>
  close: () => void
}

/**
 * The server did not take a mail. The message holds codes only, and there is no cause: the words of a server quote
 * addresses, and this text reaches logs and the queue's table.
 */
export class NotTaken extends Error {
  override name = 'NotTaken'
  /** A retry cannot help: this recipient or this content is refused for good. */
  readonly isPermanent: boolean

  constructor(reason: string, isPermanent: boolean) {
    super(reason)
    this.isPermanent = isPermanent
  }
}
