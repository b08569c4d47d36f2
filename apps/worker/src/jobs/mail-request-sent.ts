import { asTenant } from '@entente/db/core/scopes'
import { findRefusingRecipients } from '@entente/db/relationship/send-allowance'
import type { Id } from '@entente/domain/core/id'
import { isUnsent } from '@entente/domain/mail/mail-status'
import { openLink } from '@entente/domain/relationship/relationship-link'
import { sentParagraphs } from '@entente/domain/relationship/relationship-request'
import {
  relationshipRequestMail,
  relationshipRequestSender,
  requestFacts,
} from '@entente/mail/relationship-request'
import { deliver } from '../deliver.ts'
import type { Handler, Tools } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { relationshipLink } from '../links.ts'
import { recipients } from '../recipients.ts'
import { renderedOnce } from '../rendered-once.ts'

const requestMail = renderedOnce(relationshipRequestMail)

/** Sends a relationship request for a partner, in its author's words; replies go to the author (M-08, R-021). */
export const mailRequestSent: Handler<'mail.request-sent'> = async (tools, data, job) => {
  const { cloud } = tools
  const known = recipients(tools)
  const recipient = await known.find(data)
  // An operator may retry a failed mail.
  if (!recipient || !isUnsent(recipient.status)) return
  const save = (status: 'sent' | 'unsent') => known.save[status](data)
  const { linkId: id, linkKind: kind, kid, withPrivileges, authorRoles } = recipient
  const linkAt = (version: number) =>
    relationshipLink(tools, { id, kind, kid, withPrivileges, version }, authorRoles ?? [])
  const linkNow = linkAt(recipient.version)
  const link = { version: recipient.version, revokedAt: null }
  const opened = openLink({
    ...{ link, tokenVersion: recipient.version, isPartnershipLive: recipient.isPartnershipLive },
    parties: recipient.parties.map((party, at) => ({
      ...{ ...party, services: withPrivileges && at === 0 ? cloud.services.map(({ id }) => id) : [] },
    })),
  })
  if (!opened.ok || linkNow === null) {
    // While the mail waited, a party was suspended or frozen, their partnership ended, or the author lost the role that hands
    // out this link (D-06).
    await save('unsent')
    return
  }
  // Another mail may have reached the address, and drawn a complaint, before this one is retried. It stays unsent.
  if (recipient.status === 'unsent' && (await hasComplained(tools, data.partnerId, recipient.address))) return
  const paragraphs = sentParagraphs(recipient.paragraphs)
  if (!paragraphs.some(({ kind }) => kind === 'link'))
    throw new Error('A recorded request has no link in a paragraph of its own.')
  const { address, subject, language, authorName, authorEmail, version } = recipient
  const { legalName, country, partnerNumber, verifiedAt, other } = recipient
  const words = wordsFor(cloud, language)
  await deliver(tools, job, {
    recipient: address,
    replyTo: authorEmail === null ? null : { name: authorName, address: authorEmail },
    from: relationshipRequestSender({ cloud: cloud.name, partner: legalName }, words),
    render: (frame) =>
      requestMail(
        {
          ...{ ...frame, ...requestFacts(cloud, withPrivileges, tools.sites.customer) },
          partner: { legalName, country, partnerId: partnerNumber ?? '', verified: verifiedAt !== null },
          isForResellers: kind === 'partnership',
          other: other && { ...other, role: other.kind === 'indirect_provider' ? 'provider' : 'reseller' },
          ...{ author: authorName, replyTo: authorEmail, subject, paragraphs },
        },
        words,
      ),
    // Checked above: whether there is a link does not depend on its version.
    link: { version, at: (at) => (at === version ? linkNow : (linkAt(at) as string)) },
    save,
  })
}

/** A recipient who reported a mail of this partner as spam gets no other mail from it (S19). */
async function hasComplained({ database }: Tools, organisationId: Id<'organisation'>, address: string) {
  const tenant = { organisationId, audience: 'partner', personId: null } as const
  const { complained } = await asTenant(database, tenant, (db) =>
    findRefusingRecipients(db, organisationId, [address]),
  )
  return complained.length > 0
}
