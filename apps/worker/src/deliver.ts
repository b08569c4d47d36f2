import { countAttempt, insertDelivery, type MailDelivery, markDelivery } from '@entente/db/mail-deliveries'
import { asRelay } from '@entente/db/scopes'
import { domainOf, emailAddress } from '@entente/domain/account'
import { type Rendered, withLink } from '@entente/mail/rendered'
import type { ReceivedJob } from '@entente/queue/bull'
import { UnrecoverableError } from 'bullmq'
import type { Tools } from './handler.ts'
import { formatMailbox, type Mailbox, parseMailbox } from './mailbox.ts'
import { NotTaken } from './transport.ts'

export type Delivery = {
  recipient: string
  /** Renders the mail; called at the first attempt only. */
  render: () => Rendered
  /** Takes the place of the placeholder when the mail is sent; never saved. */
  link: string
  replyTo?: Mailbox | null
  /** Told what became of the mail, also when that was known before. Must bear to be told twice. */
  save?: (status: 'sent' | 'failed') => Promise<unknown>
}

/**
 * Delivers the one mail of a job. It is rendered once and saved before the first attempt, and only what was saved is
 * sent, every time under the same Message-ID. A delivery marked as sent is never sent again (design 7, R6).
 * Rejects when the mail was not taken: with `UnrecoverableError` when another attempt cannot help.
 */
export async function deliver(tools: Tools, job: ReceivedJob, delivery: Delivery): Promise<void> {
  const { database, clock } = tools
  const saved = await prepare(tools, job, delivery)
  if (saved.status !== 'sent') {
    try {
      await send(tools, saved, delivery.link)
    } catch (error) {
      return fail(tools, job, delivery, error)
    }
    await asRelay(database, (db) => markDelivery(db, job.id, { status: 'sent', sentAt: clock() }))
  }
  await delivery.save?.('sent')
}

/** The saved mail, rendered now if this is the first attempt; counts the attempt that follows. */
const prepare = ({ database, sender, clock }: Tools, job: ReceivedJob, delivery: Delivery) =>
  asRelay(database, async (db): Promise<MailDelivery> => {
    const saved = await countAttempt(db, job.id)
    if (saved) return saved
    const { subject, text, html } = delivery.render()
    const rendered = {
      id: job.id,
      kind: job.name,
      messageId: `<${job.id}@${domainOf(sender.address)}>`,
      sender: formatMailbox(sender),
      replyTo: delivery.replyTo ? formatMailbox(delivery.replyTo) : null,
      recipient: delivery.recipient,
      subject,
      bodyText: text,
      bodyHtml: html,
    }
    return insertDelivery(db, rendered, clock())
  })

async function send({ transport }: Tools, saved: MailDelivery, link: string): Promise<void> {
  const to = emailAddress.safeParse(saved.recipient)
  if (!to.success) throw new NotTaken('the saved recipient is not an address', true)
  const { subject, text, html } = withLink(
    { subject: saved.subject, text: saved.bodyText, html: saved.bodyHtml },
    link,
  )
  await transport.send({
    messageId: saved.messageId,
    from: parseMailbox(saved.sender),
    replyTo: saved.replyTo === null ? null : parseMailbox(saved.replyTo),
    to: to.data,
    subject,
    text,
    html,
  })
}

/** Records the failure when it is the last one, and hands it on to the queue. */
async function fail(tools: Tools, job: ReceivedJob, delivery: Delivery, error: unknown): Promise<never> {
  const isPermanent = error instanceof NotTaken && error.isPermanent
  if (isPermanent || job.isLastAttempt) {
    const failure = error instanceof Error ? error.message : String(error)
    await asRelay(tools.database, (db) => markDelivery(db, job.id, { status: 'failed', failure }))
    await delivery.save?.('failed')
  }
  throw isPermanent ? new UnrecoverableError(error.message) : error
}
