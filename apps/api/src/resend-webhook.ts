import type { IncomingMessage } from 'node:http'
import { asInbound, type InboundDb } from '@entente/db/core/scopes'
import { insertReceipt, type WebhookReceipt } from '@entente/db/mail/webhook-receipts'
import { feedbackOf } from '@entente/domain/mail/mail-status'
import { enqueue } from '@entente/queue/enqueue'
import type { Services } from '@entente/trpc/core/context'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createFactory } from 'hono/factory'
import type { Logger } from 'pino'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { z } from 'zod'

/** The request as Node has it, which the server behind Hono hands on. */
export type Bindings = { Bindings: { incoming: IncomingMessage } }

const bodyBytesMax = 64 * 1024

/** The part of an event that we keep. Tags come back as they were sent with the mail: ours names the delivery. */
const mailEvent = z.object({
  type: z.string().max(100),
  created_at: z.coerce.date(),
  data: z.object({ tags: z.object({ delivery: z.uuid() }) }),
})

type Sources = Pick<Services, 'database' | 'clock'> & {
  secrets: readonly string[]
  /** Counts a request that the provider did not sign; answers how long its sender shall wait, once it is too much. */
  countUnsigned: (incoming: IncomingMessage) => Promise<number | null>
}

/**
 * Takes what Resend tells of mails it sent. Signed, at most five minutes old, each message once; what it means is for
 * a job to apply. Anything that does not concern a mail of ours is taken and dropped, or it would be sent again.
 * What is signed is never limited, however much comes at once; what is not is counted by address.
 */
export const resendWebhook = ({ database, clock, secrets, countUnsigned }: Sources, log: Logger) => {
  const webhooks = secrets.map((secret) => new Webhook(secret))
  const refuse = async (c: Context<Bindings>, status: 401 | 413) => {
    const wait = await countUnsigned(c.env.incoming)
    log.info(
      { path: c.req.path, status: wait === null ? status : 429 },
      'refused: not signed by the mail provider',
    )
    return wait === null
      ? c.json({ ok: false }, status)
      : c.json({ ok: false }, 429, { 'retry-after': String(wait) })
  }
  const limitBody = bodyLimit({ maxSize: bodyBytesMax, onError: (c) => refuse(c, 413) })
  return createFactory<Bindings>().createHandlers(limitBody, async (c) => {
    const id = c.req.header('svix-id') ?? ''
    const body = await c.req.text()
    if (!webhooks.some((webhook) => isGenuine(webhook, body, c.req.header()))) return refuse(c, 401)
    const receipt = receiptOf(id, body)
    const isNew = receipt && (await asInbound(database, (db) => record(db, receipt, clock())))
    log.info({ webhook: id, event: receipt?.event, isNew }, 'webhook')
    return c.json({ ok: true })
  })
}

const isGenuine = (webhook: Webhook, body: string, headers: Record<string, string>): boolean => {
  try {
    // The names of the standard, which Resend's provider gave to it.
    webhook.verify(
      body,
      {
        'webhook-id': headers['svix-id'] ?? '',
        'webhook-timestamp': headers['svix-timestamp'] ?? '',
        'webhook-signature': headers['svix-signature'] ?? '',
      },
      { jsonParse: false },
    )
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

function receiptOf(id: string, body: string): WebhookReceipt | undefined {
  const parsed = mailEvent.safeParse(jsonOf(body))
  if (!parsed.success || id.length > 200 || feedbackOf(parsed.data.type) === undefined) return undefined
  const { type, created_at, data } = parsed.data
  return { id, source: 'resend', event: type, deliveryId: data.tags.delivery, occurredAt: created_at }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Both or neither: a receipt without its job would be a report that nobody applies. */
async function record(db: InboundDb, receipt: WebhookReceipt, now: Date): Promise<boolean> {
  const isNew = await insertReceipt(db, receipt, now)
  if (isNew) await enqueue(db, [{ name: 'feedback.received', data: { receiptId: receipt.id } }], now)
  return isNew
}
