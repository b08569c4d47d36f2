import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { listSignatures } from '@entente/db/relationship/agreement-renewals'
import { listActivePartners } from '@entente/db/relationship/customers-partners'
import { isAgreementDue } from '@entente/domain/core/agreement-due'
import { agreementRenewalDueMail } from '@entente/mail/agreement-due'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'
import { findPrivilegesRecipient } from './privileges-recipient.ts'

/**
 * Asks one of a customer's global admins to accept the newest agreement. Sends nothing once it is signed, a newer one has taken its
 * place, or no partner relies on it.
 */
export const mailAgreementRenewalDue: Handler<'mail.agreement-renewal-due'> = async (tools, data, job) => {
  const { customerId, accountId, version } = data
  const { cloud, database, sites } = tools
  const current = cloud.agreements.customer
  if (current.version !== version) return
  const scope = { organisationId: customerId, audience: 'customer', personId: null } as const
  const found = await asTenant(database, scope, async (db) => {
    const isDue = isAgreementDue(current, await listSignatures(db, customerId))
    if (!isDue || (await listActivePartners(db, customerId)).length === 0) return undefined
    const recipient = await findPrivilegesRecipient(db, customerId, accountId)
    const customer = await findCustomer(db, customerId)
    return customer && recipient?.name ? { customer, ...recipient, name: recipient.name } : undefined
  })
  if (!found) return
  await deliver(tools, job, {
    recipient: found.email,
    render: (frame) =>
      agreementRenewalDueMail(
        {
          ...{ ...frame, name: found.name, organisation: found.customer.legalName },
          ...{ agreement: current.name, version },
        },
        wordsFor(cloud, found.locale),
      ),
    link: `${sites.customer}/partner-relationships/agreement`,
  })
}
