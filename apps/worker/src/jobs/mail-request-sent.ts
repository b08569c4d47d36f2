import { findPartner } from '@entente/db/organisations'
import { findPersonByAccount } from '@entente/db/people'
import { findLinkById } from '@entente/db/relationship-links'
import { findRecipient, saveRecipientStatus } from '@entente/db/relationship-requests'
import { asTenant } from '@entente/db/scopes'
import type { Id } from '@entente/domain/id'
import { relationshipRequestMail } from '@entente/mail/relationship-request'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { relationshipLinkUrl } from '../links.ts'
import { paragraphsOf } from '../paragraphs.ts'

/** Sends a relationship request for a partner, in its author's words; answers go to the author (M-08, R-021). */
export const mailRequestSent: Handler<'mail.request-sent'> = async (
  tools,
  { partnerId, recipientId },
  job,
) => {
  const request = await findRequest(tools, partnerId, recipientId)
  if (!request || request.recipient.status === 'sent') return
  const { recipient, link, author, partner } = request
  const save = (status: 'sent' | 'failed') => saveStatus(tools, partnerId, recipientId, status)
  if (partner?.status !== 'active') {
    // Suspended while the mail waited: its link opens nothing now.
    await save('failed')
    return
  }
  if (!link) throw new Error(`The link of recipient ${recipientId} is missing.`)
  await deliver(tools, job, {
    recipient: recipient.address,
    replyTo: author?.status === 'active' ? { name: recipient.authorName, address: author.email } : null,
    render: () =>
      relationshipRequestMail(
        { subject: recipient.subject, paragraphs: paragraphsOf(recipient.body, tools.sites.customer) },
        wordsFor(tools.cloud, recipient.language),
      ),
    link: relationshipLinkUrl(tools, link),
    save,
  })
}

const findRequest = ({ database }: Tools, partnerId: Id<'organisation'>, recipientId: Id<'recipient'>) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, async (db) => {
    const recipient = await findRecipient(db, partnerId, recipientId)
    if (!recipient) return undefined
    const link = await findLinkById(db, partnerId, recipient.linkId as Id<'link'>)
    const author = await findPersonByAccount(db, partnerId, recipient.authorId)
    return { recipient, link, author, partner: await findPartner(db, partnerId) }
  })

const saveStatus = (
  { database, clock }: Tools,
  partnerId: Id<'organisation'>,
  recipientId: Id<'recipient'>,
  status: 'sent' | 'failed',
) =>
  asTenant(database, { organisationId: partnerId, audience: 'partner', personId: null }, (db) =>
    saveRecipientStatus(db, partnerId, recipientId, status, clock()),
  )
