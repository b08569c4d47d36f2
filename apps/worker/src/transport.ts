import { createTransport } from 'nodemailer'
import type { Mailbox } from './mailbox.ts'

export type OutgoingMail = {
  messageId: string
  from: Mailbox
  replyTo: Mailbox | null
  to: string
  subject: string
  text: string
  html: string
}

export type Transport = {
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

/** SMTP by a URL such as `smtp://127.0.0.1:1025`, with as many connections as mails are sent at once. */
export function openSmtp(url: string, connections: number): Transport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    // A mail whose connection broke may have been taken: the job decides about another attempt, not the library.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, from, replyTo, to, subject, text, html }) {
      try {
        await transport.sendMail({
          messageId,
          from: addressOf(from),
          ...(replyTo && { replyTo: addressOf(replyTo) }),
          to: { name: '', address: to },
          // The addresses of the envelope never come from parsing a header.
          envelope: { from: from.address, to: [to] },
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw toNotTaken(error)
      }
    },
    close: () => transport.close(),
  }
}

const addressOf = ({ name, address }: Mailbox) => ({ name: name ?? '', address })

function toNotTaken(error: unknown): NotTaken {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number }
  const reason = [code, command, responseCode].filter((part) => part !== undefined).join(' ')
  return new NotTaken(
    `not taken by the mail server: ${reason || 'no code'}`,
    isPermanent(command, responseCode),
  )
}

// A 5xx at sign-in or to our own sender address is the operator's to repair, and the mail can go out afterwards.
const isPermanent = (command: string | undefined, responseCode: number | undefined): boolean =>
  responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
