import { Resend } from 'resend'
import { formatMailbox } from './mailbox.ts'
import { NotTaken, type Transport } from './transport.ts'

/**
 * Resend forgets a key after a day. Ten minutes less, so that an attempt that begins inside the window also ends inside
 * it.
 */
const keyWindowMs = (24 * 60 - 10) * 60_000

/**
 * Sends through the API of Resend. An attempt without a response in time is given up; its key makes the next one
 * harmless (R3).
 */
export function openResend({
  apiKey,
  baseUrl,
  timeoutMs = 20_000,
}: {
  apiKey: string
  baseUrl: string
  timeoutMs?: number
}): Transport {
  const resend = new Resend(apiKey, { baseUrl })
  return {
    kind: 'resend',
    keyWindowMs,
    async send({ id, key, messageId, from, replyTo, to, subject, text, html }) {
      const { data, error } = await resend.emails.send(
        {
          from: formatMailbox(from),
          ...(replyTo && { replyTo: formatMailbox(replyTo) }),
          to,
          subject,
          text,
          html,
          headers: { 'Message-ID': messageId, 'Auto-Submitted': 'auto-generated' },
          tags: [{ name: 'delivery', value: id }],
        },
        // The library has no time-out of its own.
        { idempotencyKey: key, signal: AbortSignal.timeout(timeoutMs) },
      )
      // A proxy can answer anything: only an id proves that the mail was taken.
      if (!data?.id) throw toNotTaken(error)
    },
    close: () => undefined,
  }
}

function toNotTaken(error: unknown): NotTaken {
  const { statusCode, name } = Object(error) as { statusCode?: unknown; name?: unknown }
  const status = typeof statusCode === 'number' ? statusCode : undefined
  // The name comes over the network too, so it is repeated only if it looks like a code.
  const code = typeof name === 'string' && /^[a-z_]{1,40}$/.test(name) ? name : undefined
  const reason = [status, code].filter((part) => part !== undefined).join(' ')
  return new NotTaken(`not taken by the mail provider: ${reason || 'no answer'}`, isPermanent(status, code))
}

/**
 * True when the recipient or the content is refused, or the key was used with other content. Our own address, access
 * and quota are for the operator to fix, and the rest passes by itself: 429, 5xx, no response, the same key in
 * progress.
 */
const isPermanent = (status: number | undefined, code: string | undefined): boolean =>
  code === 'invalid_idempotent_request' ||
  ((status === 400 || status === 422) && code !== 'invalid_from_address')
