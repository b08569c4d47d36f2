import { Resend } from 'resend'
import { formatMailbox } from './mailbox.ts'
import { NotTaken, type Transport } from './transport.ts'

/** Resend forgets a key after a day. Ten minutes less, so that an attempt begun inside the window also ends there. */
const keyWindowMs = (24 * 60 - 10) * 60_000

/** Resend by its API. An attempt that gets no answer in time is given up; its key makes the next one harmless (R3). */
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
        // The library sets no limit of its own.
        { idempotencyKey: key, signal: AbortSignal.timeout(timeoutMs) },
      )
      // A proxy's answer can be anything: only an id says that the mail was taken.
      if (!data?.id) throw toNotTaken(error)
    },
    close: () => undefined,
  }
}

function toNotTaken(error: unknown): NotTaken {
  const { statusCode, name } = Object(error) as { statusCode?: unknown; name?: unknown }
  const status = typeof statusCode === 'number' ? statusCode : undefined
  // The name comes over the network too, so only what looks like a code is repeated.
  const code = typeof name === 'string' && /^[a-z_]{1,40}$/.test(name) ? name : undefined
  const reason = [status, code].filter((part) => part !== undefined).join(' ')
  return new NotTaken(`not taken by the mail provider: ${reason || 'no answer'}`, isPermanent(status, code))
}

/**
 * The recipient or the content is refused, or the key stands for another content. Our own address, access and quota
 * are the operator's to repair, and everything else passes by itself: 429, 5xx, no answer, the same key in progress.
 */
const isPermanent = (status: number | undefined, code: string | undefined): boolean =>
  code === 'invalid_idempotent_request' ||
  ((status === 400 || status === 422) && code !== 'invalid_from_address')
