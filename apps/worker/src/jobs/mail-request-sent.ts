import { findRecipient, saveRecipientStatus } from '@entente/db/relationship-requests'
import { asTenant } from '@entente/db/scopes'
import { relationshipRequestMail } from '@entente/mail/relationship-request'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { relationshipLinkUrl } from '../links.ts'
import { paragraphsOf } from '../paragraphs.ts'

/** Sends a relationship request for a partner, in its author's words; answers go to the author (M-08, R-021). */
export const mailRequestSent: Handler<'mail.request-sent'> = async (tools, data, job) => {
  const { partnerId, recipientId } = data
  const { cloud, database, clock } = tools
  const partner = { organisationId: partnerId, audience: 'partner', personId: null } as const
  const recipient = await asTenant(database, partner, (db) => findRecipient(db, partnerId, recipientId))
  if (!recipient || recipient.status === 'sent') return
  const save = (status: 'sent' | 'failed') =>
    asTenant(database, partner, (db) => saveRecipientStatus(db, partnerId, recipientId, status, clock()))
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
    link: relationshipLinkUrl(tools, { id: linkId, kid, version }),
    save,
  })
}
