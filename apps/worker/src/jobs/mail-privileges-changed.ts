import { asTenant } from '@entente/db/core/scopes'
import { findCustomer, findPartnerCard, isLastPrivilegesChange } from '@entente/db/identity/organisations'
import { privilegesChangedMail } from '@entente/mail/privileges-changed'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findPrivilegesRecipient } from './privileges-recipient.ts'

/** Tells somebody who decides for a customer, or its security contact, what the operator did to a partner's privileges, if that still holds. */
export const mailPrivilegesChanged: Handler<'mail.privileges-changed'> = async (tools, data, job) => {
  const { cloud, database, sites } = tools
  const { customerId, partnerId, accountId, change } = data
  const [person, customer, partner, isLast] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [
      await findPrivilegesRecipient(db, customerId, accountId),
      await findCustomer(db, customerId),
      await findPartnerCard(db, partnerId),
      await isLastPrivilegesChange(db, data),
    ],
  )
  if (!person || !customer || !partner || !isLast) return
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      privilegesChangedMail(
        {
          ...frame,
          name: person.name,
          organisation: customer.legalName,
          partner: partner.legalName,
          change,
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}
