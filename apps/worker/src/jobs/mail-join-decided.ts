import { asTenant } from '@entente/db/core/scopes'
import { findCustomer } from '@entente/db/identity/organisations'
import { findPerson, type Person } from '@entente/db/identity/people'
import type { JoinDecision } from '@entente/domain/identity/person'
import { joinDecidedMail } from '@entente/mail/join-decided'
import { deliver } from '../deliver.ts'
import type { Handler } from '../handler.ts'
import { wordsFor } from '../language.ts'

/** Tells a person the decision on their request to join. */
export const mailJoinDecided: Handler<'mail.join-decided'> = async (
  tools,
  { customerId, membershipId },
  job,
) => {
  const { cloud, database, sites } = tools
  const [person, customer] = await asTenant(
    database,
    { organisationId: customerId, audience: 'customer', personId: null },
    async (db) => [await findPerson(db, customerId, membershipId), await findCustomer(db, customerId)],
  )
  const decision = person && decisionOf(person)
  if (!decision || !customer) return
  await deliver(tools, job, {
    recipient: person.email,
    render: (frame) =>
      joinDecidedMail(
        { ...frame, name: person.name, organisation: customer.legalName, decision },
        wordsFor(cloud, person.locale),
      ),
    link: `${sites.customer}/sign-in`,
  })
}

function decisionOf({ status, roles }: Person): JoinDecision | undefined {
  if (status === 'declined') return 'decline'
  if (status !== 'active') return undefined
  return roles.includes('global_admin') ? 'global_admin' : 'user'
}
