import { asTenant } from '@entente/db/core/scopes'
import { findCustomer, findPartnerCard } from '@entente/db/identity/organisations'
import { findPersonByAccount } from '@entente/db/identity/people'
import { isStillSo } from '@entente/domain/relationship/admin-grant'
import { privilegesChangedMail } from '@entente/mail/privileges-changed'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells one global admin of a customer what the operator did to a partner's privileges, if that still holds. */
export const mailPrivilegesChanged: Handler<'mail.privileges-changed'> = async (tools, data, job) => {
  const { cloud, database, sites } = tools
  const { customerId, partnerId, accountId, change } = data
  const [admin, customer, partner] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [
      await findPersonByAccount(db, customerId, accountId),
      await findCustomer(db, customerId),
      await findPartnerCard(db, partnerId),
    ],
  )
  if (!customer || !partner || !isStillSo(change, partner)) return
  if (admin?.status !== 'active' || !admin.roles.includes('global_admin')) return
  await deliver(tools, job, {
    recipient: admin.email,
    render: (frame) =>
      privilegesChangedMail(
        {
          ...frame,
          name: admin.name,
          organisation: customer.legalName,
          partner: partner.legalName,
          change,
        },
        wordsFor(cloud, admin.locale),
      ),
    link: `${sites.customer}/partner-relationships`,
  })
}
