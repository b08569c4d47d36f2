import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { findPerson, findPersonByAccount } from '@entente/db/identity/people'
import { joinRequestedMail } from '@entente/mail/join-requested'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Asks one global admin to decide about a person who wants to join, unless that is already decided. */
export const mailJoinRequested: Handler<'mail.join-requested'> = async (tools, data, job) => {
  const { cloud, database, sites } = tools
  const { customerId, membershipId, accountId } = data
  const [person, admin, customer] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [
      await findPerson(db, customerId, membershipId),
      await findPersonByAccount(db, customerId, accountId),
      await findCustomer(db, customerId),
    ],
  )
  if (person?.status !== 'requested' || !customer) return
  if (admin?.status !== 'active' || !admin.roles.includes('global_admin')) return
  await deliver(tools, job, {
    recipient: admin.email,
    render: (frame) =>
      joinRequestedMail(
        {
          ...frame,
          name: admin.name,
          organisation: customer.legalName,
          person: { name: person.name, email: person.email },
        },
        wordsFor(cloud, admin.locale),
      ),
    link: `${sites.customer}/people`,
  })
}
