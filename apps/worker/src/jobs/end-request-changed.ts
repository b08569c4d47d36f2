import { asTenant } from '@entente/db/core/scopes'
import { listPeopleWithRole } from '@entente/db/identity/people'
import type { Id } from '@entente/domain/core/id'
import { rolesFor } from '@entente/domain/core/permission'
import type { ReceivedJob } from '@entente/queue/bull'
import { enqueue } from '@entente/queue/enqueue'
import type { Job } from '@entente/queue/jobs'
import { followUp } from '../follow-up.ts'
import type { Handler, Tools } from '../handler.ts'

/** Who acts on an end of a relationship and on its renegotiated agreement, on each side. */
export const endRequestActor = {
  customer: 'partner_relationships.ask_end',
  partner: 'customers.remove',
} as const

type Side = { organisationId: Id<'organisation'>; audience: keyof typeof endRequestActor }

/** Records a mail to each person of one side who acts on it. */
const tellSide = (
  { database, clock }: Tools,
  { organisationId, audience }: Side,
  job: ReceivedJob,
  mailTo: (accountId: Id<'account'>) => Job,
): Promise<void> =>
  asTenant(database, { organisationId, audience, personId: null }, async (db) => {
    const people = await listPeopleWithRole(db, organisationId, ...rolesFor(endRequestActor[audience]))
    const mails = people.map(({ accountId }) => ({
      ...mailTo(accountId),
      ...followUp(job, accountId),
    }))
    await enqueue(db, mails, clock())
  })

export const endRequestChanged: Handler<'end-request.changed'> = (tools, data, job) =>
  tellSide(tools, data, job, (accountId) => ({ name: 'mail.end-request', data: { ...data, accountId } }))

export const renegotiationChanged: Handler<'renegotiation.changed'> = (tools, data, job) =>
  tellSide(tools, data, job, (accountId) => ({ name: 'mail.renegotiation', data: { ...data, accountId } }))
