import { insertAudit } from '@entente/db/core/audit'
import { findPerson, listPeople, saveJoinDecision } from '@entente/db/identity/people'
import { decideJoin, decideJoinInput } from '@entente/domain/identity/person'
import { enqueue } from '@entente/queue/enqueue'
import { actorOf, customerMutation, customerQuery } from '../core/gates.ts'
import { refused, settled } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const people = t.router({
  list: customerQuery('people.manage').query(async ({ ctx: { db, session } }) => {
    const everybody = await listPeople(db, session.organisation.id)
    return {
      people: everybody.map(({ id, name, email, status, roles, since }) => ({
        id,
        name,
        email,
        status,
        roles,
        since,
      })),
    }
  }),

  /** Approves a request to join, as global admin or as user, or declines it. */
  decide: customerMutation('people.manage', { fresh: true })
    .input(decideJoinInput)
    .mutation(async ({ ctx, input: { id, decision } }) => {
      const { db, session, now } = ctx
      const person = await findPerson(db, session.organisation.id, id)
      if (!person) throw refused({ code: 'not_found' })
      const membership = settled(decideJoin(person.status, decision))
      const saved = await saveJoinDecision(db, { id, ...membership, decidedBy: session.account.id }, now)
      // Another global admin pressed first.
      if (!saved) throw refused({ code: 'already_decided' })
      const customerId = session.organisation.id
      const payload = { membershipId: id, accountId: person.accountId, ...membership }
      await insertAudit(
        db,
        actorOf(ctx),
        [{ organisationId: customerId, action: 'membership.decided', payload }],
        now,
      )
      await enqueue(db, [{ name: 'mail.join-decided', data: { customerId, membershipId: id } }], now)
      return {}
    }),
})
