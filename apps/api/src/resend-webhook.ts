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

/** Node's request, which the server behind Hono passes on. */
export type Bindings = { Bindings: { incoming: IncomingMessage } }

const bodyBytesMax = 64 * 1024

/** The part of an event that we store. Tags come back as we sent them with the mail: ours names the delivery. */
const mailEvent = z.object({
  type: z.string().max(100),
  created_at: z.coerce.date(),
  data: z.object({ tags: z.object({ delivery: z.uuid() }) }),
})

type Sources = Pick<Services, 'database' | 'clock'> & {
  secrets: readonly string[]
  /**
   * Counts a request that the provider did not sign; returns the seconds that its sender must wait, or null while it is
   * within the limit.
   */
  countUnsigned: (incoming: IncomingMessage) => Promise<number | null>
}

/**
 * Receives Resend's reports on the mails it sent. A report must be signed and at most five minutes old; each is stored
 * once, and a job applies it. A report about no mail of ours is accepted and dropped, because Resend would retry it.
 * Signed requests are never limited, however many come at once; unsigned ones are limited by address.
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
    // Resend uses the header names of its own provider; the library expects those of the standard.
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

/** Stores both or neither: a receipt without its job would be a report that is never applied. */
async function record(db: InboundDb, receipt: WebhookReceipt, now: Date): Promise<boolean> {
  const isNew = await insertReceipt(db, receipt, now)
  if (isNew) await enqueue(db, [{ name: 'feedback.received', data: { receiptId: receipt.id } }], now)
  return isNew
}
