import { createTransport } from 'nodemailer'
import type { Mailbox } from './mailbox.ts'
import { NotTaken, type Transport } from './transport.ts'

/** Sends through SMTP at a URL such as `smtp://127.0.0.1:1025`, over at most `connections` connections. */
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
    kind: 'smtp',
    keyWindowMs: null,
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

// A 5xx at sign-in or for our own sender address is for the operator to fix; the mail can go out afterwards.
const isPermanent = (command: string | undefined, responseCode: number | undefined): boolean =>
  responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
