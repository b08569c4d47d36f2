import { relationshipRequestMail } from '@entente/mail/relationship-request'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { relationshipLinkUrl } from '../links.ts'
import { paragraphsOf } from '../paragraphs.ts'
import { recipients } from '../recipients.ts'

/** Sends a relationship request for a partner, in its author's words; answers go to the author (M-08, R-021). */
export const mailRequestSent: Handler<'mail.request-sent'> = async (tools, data, job) => {
  const { cloud } = tools
  const known = recipients(tools)
  const recipient = await known.find(data)
  if (!recipient || !isWaiting(recipient.status)) return
  const save = (status: 'sent' | 'failed') => known.save[status](data)
  if (recipient.partnerStatus !== 'active') {
    // Suspended while the mail waited: its link opens nothing now.
    await save('failed')
    return
  }
  const { address, subject, body, language, authorName, authorEmail, linkId, kid, version } = recipient
  await deliver(tools, job, {
    recipient: address,
    replyTo: authorEmail === null ? null : { name: authorName, address: authorEmail },
    render: () =>
      relationshipRequestMail({ subject, paragraphs: paragraphsOf(body) }, wordsFor(cloud, language)),
    link: { version, at: (at) => relationshipLinkUrl(tools, { id: linkId, kid, version: at }) },
    save,
  })
}

// A mail that failed may be tried again by an operator; one that left, whatever became of it, may not.
const isWaiting = (status: string) => status === 'queued' || status === 'failed'
