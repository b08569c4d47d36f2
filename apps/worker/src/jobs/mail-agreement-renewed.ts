import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { findRenewal } from '@entente/db/relationship/agreement-renewals'
import { agreementRenewedMail } from '@entente/mail/agreement-renewed'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Sends the receipt of an agreement that a customer accepted outside an acceptance, to the person who accepted it. */
export const mailAgreementRenewed: Handler<'mail.agreement-renewed'> = async (tools, data, job) => {
  const { cloud, database, sites } = tools
  const { customerId, accountId } = data
  const scope = { organisationId: customerId, audience: 'customer', personId: null } as const
  const found = await asTenant(database, scope, async (db) => {
    const renewal = await findRenewal(db, data)
    const person = await findPersonByAccount(db, customerId, accountId)
    const customer = await findCustomer(db, customerId)
    return renewal && customer && person?.status === 'active' && { renewal, person, customer }
  })
  if (!found) return
  const { renewal, person, customer } = found
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      agreementRenewedMail(
        {
          ...{ ...frame, name: person.name, organisation: customer.legalName },
          agreement: { name: renewal.agreement, version: renewal.version },
          acceptedAt: renewal.acceptedAt,
          timeZone: person.timeZone ?? cloud.timeZone,
        },
        // In the language in which it was accepted, as the receipt of an acceptance.
        wordsFor(cloud, renewal.language, person.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}
