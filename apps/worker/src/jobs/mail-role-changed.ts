import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { findPerson, findPersonByAccount } from '@entente/db/identity/people'
import { roleChangedMail } from '@entente/mail/role-changed'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells the person, or one global admin of the customer, that the person's role was changed. */
export const mailRoleChanged: Handler<'mail.role-changed'> = async (tools, data, job) => {
  const { cloud, database, sites } = tools
  const { customerId, membershipId, accountId, by, before, role } = data
  const [customer, person, recipient, actor] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [
      await findCustomer(db, customerId),
      await findPerson(db, customerId, membershipId),
      await findPersonByAccount(db, customerId, accountId),
      await findPersonByAccount(db, customerId, by),
    ],
  )
  if (!customer || !person || !actor || recipient?.status !== 'active') return
  const isOwn = recipient.id === person.id
  if (!isOwn && !recipient.roles.includes('global_admin')) return
  await deliver(tools, job, {
    recipient: recipient.email,
    render: (frame) =>
      roleChangedMail(
        {
          ...{ ...frame, name: recipient.name, organisation: customer.legalName, by: actor.name },
          person: isOwn ? null : person,
          ...{ before, role, changedAt: job.recordedAt, timeZone: recipient.timeZone ?? cloud.timeZone },
        },
        wordsFor(cloud, recipient.locale),
      ),
    link: isOwn ? sites.customer : `${sites.customer}/people/${membershipId}`,
  })
}
