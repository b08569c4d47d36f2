import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { findSecurityContact } from '@entente/db/identity/security-contacts'
import { securityContactEndedMail } from '@entente/mail/security-contact'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells a former security contact that it is told nothing more. */
export const mailSecurityContactEnded: Handler<'mail.security-contact-ended'> = async (
  tools,
  { customerId, contactId },
  job,
) => {
  const { cloud, database, sites } = tools
  const [contact, customer] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [await findSecurityContact(db, contactId), await findCustomer(db, customerId)],
  )
  if (!contact || !customer) return
  await deliver(tools, job, {
    recipient: contact.email,
    render: (frame) =>
      securityContactEndedMail(
        { ...frame, organisation: customer.legalName },
        wordsFor(cloud, contact.locale),
      ),
    link: sites.customer,
  })
}
