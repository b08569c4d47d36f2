import { asAuth } from '@entente/db/core/scopes'
import { findOneTimeLink } from '@entente/db/identity/one-time-links'
import { findOrganisationName } from '@entente/db/identity/organisations'
import { findSecurityContact } from '@entente/db/identity/security-contacts'
import { securityContactAskedMail } from '@entente/mail/security-contact'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { securityContactUrl } from '../links.ts'

/** Asks a mailbox to confirm that it is a customer's security contact, unless another one was named since. */
export const mailSecurityContactAsked: Handler<'mail.security-contact-asked'> = async (tools, data, job) => {
  const { cloud, clock, database } = tools
  const found = await asAuth(database, null, async (db) => {
    const link = await findOneTimeLink(db, data.linkId)
    if (link?.kind !== 'security_contact') return undefined
    const contact = await findSecurityContact(db, link.details.securityContactId)
    const organisation = await findOrganisationName(db, link.organisationId)
    return contact && organisation !== undefined ? { link, contact, organisation } : undefined
  })
  if (found?.contact.state !== 'asked' || found.link.expiresAt <= clock()) return
  const { link, contact, organisation } = found
  await deliver(tools, job, {
    recipient: contact.email,
    render: (frame) =>
      securityContactAskedMail(
        { ...frame, organisation, expiresAt: link.expiresAt, timeZone: cloud.timeZone },
        wordsFor(cloud, contact.locale),
      ),
    link: securityContactUrl(tools, link),
  })
}
