import { asTenant } from '@entente/db/core/scopes'
import { findCustomer, findPartnerCard } from '@entente/db/identity/organisations'
import { partnerPrivilegesLostMail } from '@entente/mail/partner-privileges-lost'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findPrivilegesRecipient } from './privileges-recipient.ts'

/** Tells somebody who decides for a customer, or its security contact, which privileges its partner no longer holds (M-12). */
export const mailPartnerPrivilegesLost: Handler<'mail.partner-privileges-lost'> = async (
  tools,
  data,
  job,
) => {
  const { cloud, database, sites } = tools
  const { customerId, partnerId, accountId, by } = data
  const [person, customer, partner] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [
      await findPrivilegesRecipient(db, customerId, accountId),
      await findCustomer(db, customerId),
      await findPartnerCard(db, partnerId),
    ],
  )
  if (!person || !customer || !partner) return
  const services = data.services.map((id) => cloud.services.find((offered) => offered.id === id)?.name ?? id)
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      partnerPrivilegesLostMail(
        {
          ...{ ...frame, name: person.name, organisation: customer.legalName, partner: partner.legalName },
          ...{ services, by, lostAt: job.recordedAt, timeZone: person.timeZone ?? cloud.timeZone },
        },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}
