import { asRelay } from '@entente/db/core/scopes'
import { type MailDelivery, markFailed, renewKey } from '@entente/db/mail/mail-deliveries'
import { domainOf, emailAddress } from '@entente/domain/identity/account'
import type { Frame } from '@entente/mail/layout'
import { type Rendered, withLink } from '@entente/mail/rendered'
import { formatMailbox, type Mailbox, parseMailbox } from '@entente/outside/mailbox'
import { NotTaken } from '@entente/outside/transport'
import type { ReceivedJob } from '@entente/queue/bull'
import { UnrecoverableError } from 'bullmq'
import { frameOf } from './frame.ts'
import type { Tools } from './handler.ts'
import { savedMails } from './saved-mails.ts'

export type Delivery = {
  recipient: string
  /** Renders the mail. Only the first attempt's result is used. */
  render: (frame: Frame) => Rendered
  /**
   * Replaces the placeholder when the mail is sent; never saved. A revocable link is derived from the version that is
   * saved with the mail, because every attempt must send the same body (R2).
   */
  link: string | { version: number; at: (version: number) => string }
  /** The name in the From line, where it is not the instance's own. The address stays the operator's. */
  from?: string
  /** Where answers go; without it, to the operator. */
  replyTo?: Mailbox | null
  /** Records the outcome. Called again when the job runs again, so it must be idempotent. */
  save?: (status: 'sent' | 'unsent') => Promise<unknown>
}

/**
 * Delivers the one mail of a job. The mail is rendered and saved before the first attempt, and every attempt sends the
 * saved mail under the same Message-ID. A delivery marked as sent is never sent again (R6). Rejects when the server did
 * not take the mail, with `UnrecoverableError` when a retry cannot help.
 */
export async function deliver(tools: Tools, job: ReceivedJob, delivery: Delivery): Promise<void> {
  const saved = await prepare(tools, job, delivery)
  if (saved.status !== 'sent') {
    try {
      await send(tools, await withValidKey(tools, saved), delivery.link)
    } catch (error) {
      return fail(tools, job, delivery, error)
    }
    await savedMails(tools).markSent(job.id)
  }
  await delivery.save?.('sent')
}

/**
 * Returns the mail as the first attempt saved it, and counts the attempt that follows. Most attempts are first ones, so
 * it renders without looking for a saved mail first: that saves a transaction.
 */
async function prepare(tools: Tools, job: ReceivedJob, delivery: Delivery): Promise<MailDelivery> {
  const mails = savedMails(tools)
  const frame = await frameOf(tools)
  let rendered: Rendered
  try {
    rendered = delivery.render(frame)
  } catch (error) {
    // Data that changed after the first attempt may no longer render; the saved mail is still good.
    const saved = await mails.count(job.id)
    if (saved) return saved
    throw error
  }
  const { subject, text, html } = rendered
  return mails.save({
    id: job.id,
    kind: job.name,
    messageId: `<${job.id}@${domainOf(tools.sender.address)}>`,
    sender: formatMailbox({ ...tools.sender, ...(delivery.from && { name: delivery.from }) }),
    replyTo: formatMailbox(delivery.replyTo ?? { name: frame.cloud, address: frame.operator.email }),
    recipient: delivery.recipient,
    subject,
    bodyText: text,
    bodyHtml: html,
    linkVersion: typeof delivery.link === 'string' ? null : delivery.link.version,
  })
}

/**
 * Returns the mail with an idempotency key that the provider still remembers. Once the provider may have forgotten the
 * key, a mail whose attempt got no response could go out twice: then only an operator's retry sends it, under the next
 * key.
 */
async function withValidKey(
  { database, transport, clock }: Tools,
  saved: MailDelivery,
): Promise<MailDelivery> {
  const now = clock()
  const age = saved.keyAt === null ? 0 : now.getTime() - saved.keyAt.getTime()
  if (transport.keyWindowMs === null || age < transport.keyWindowMs) return saved
  const renewed = await asRelay(database, (db) => renewKey(db, saved.id, now))
  if (!renewed) throw new NotTaken('the provider may have forgotten this mail', true)
  return renewed
}

async function send({ transport }: Tools, saved: MailDelivery, link: Delivery['link']): Promise<void> {
  const to = emailAddress.safeParse(saved.recipient)
  if (!to.success) throw new NotTaken('the saved recipient is not an address', true)
  const { subject, text, html } = withLink(
    { subject: saved.subject, text: saved.bodyText, html: saved.bodyHtml },
    typeof link === 'string' ? link : link.at(saved.linkVersion ?? link.version),
  )
  await transport.send({
    id: saved.id,
    key: saved.keyGeneration === 0 ? saved.id : `${saved.id}.${saved.keyGeneration}`,
    messageId: saved.messageId,
    from: parseMailbox(saved.sender),
    replyTo: saved.replyTo === null ? null : parseMailbox(saved.replyTo),
    to: to.data,
    subject,
    text,
    html,
  })
}

/** Records a final failure, and rethrows for the queue. */
async function fail(tools: Tools, job: ReceivedJob, delivery: Delivery, error: unknown): Promise<never> {
  const isPermanent = error instanceof NotTaken && error.isPermanent
  if (isPermanent || job.isLastAttempt) {
    const failure = error instanceof Error ? error.message : String(error)
    await asRelay(tools.database, (db) => markFailed(db, job.id, failure))
    await delivery.save?.('unsent')
  }
  throw isPermanent ? new UnrecoverableError(error.message) : error
}
