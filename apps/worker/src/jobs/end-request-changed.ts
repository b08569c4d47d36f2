import { asTenant } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import { rolesFor } from '@entente/domain/core/permission'
import { enqueue } from '@entente/queue/enqueue'
import { followUpId } from '../follow-up-id.ts'
import type { Handler } from '../handler.ts'

/** Who acts on a customer's request to end a relationship, on each side. */
export const endRequestActor = {
  customer: 'partner_relationships.ask_end',
  partner: 'customers.remove',
} as const

/** Records a mail to each person of one side who acts on such a request. */
export const endRequestChanged: Handler<'end-request.changed'> = async (tools, data, job) => {
  const { database, clock } = tools
  const { organisationId, audience } = data
  await asTenant(database, { organisationId, audience, personId: null }, async (db) => {
    const people = await listPeopleWithRole(db, organisationId, ...rolesFor(endRequestActor[audience]))
    const mails = people.map(({ accountId }) => ({
      id: followUpId(job.id, accountId),
      name: 'mail.end-request' as const,
      data: { ...data, accountId },
    }))
    await enqueue(db, mails, clock())
  })
}
