import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { listPeople } from '@entente/db/identity/people'
import { endSessionsOfAccounts } from '@entente/db/operator/operator-accounts'
import {
  findCustomerRecord,
  listCustomers,
  listOtherPlaces,
  listPartnersOfCustomer,
  lockPeopleOf,
} from '@entente/db/operator/operator-customers'
import { listSignatures } from '@entente/db/relationship/agreement-renewals'
import { idOf } from '@entente/domain/core/id'
import { peopleControlInput } from '@entente/domain/operator/account-control'
import { customerListInput } from '@entente/domain/operator/operator-list'
import { lastSignature } from '@entente/domain/relationship/agreement-renewal'
import { z } from 'zod'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'

export const operatorCustomers = t.router({
  list: operatorQuery('accounts.view', { from: 'replica' })
    .input(customerListInput)
    .query(({ ctx: { db }, input }) => listCustomers(db, input)),

  /** A customer's record with its partners and its people. */
  get: operatorQuery('accounts.view')
    .input(z.object({ id: idOf<'organisation'>() }))
    .query(async ({ ctx: { db }, input: { id } }) => {
      const customer = await findCustomerRecord(db, id)
      if (!customer) throw refused({ code: 'not_found' })
      const people = await listPeople(db, id)
      return {
        customer,
        agreement: lastSignature(await listSignatures(db, id)) ?? null,
        partners: await listPartnersOfCustomer(db, id),
        people: people.map(({ id, accountId, name, email, status, roles, isSuspended }) => ({
          ...{ id, accountId, name, email, status, roles, isSuspended },
        })),
      }
    }),

  /**
   * Signs all people of a customer out everywhere. The customer's record says so once; where one of them also works for
   * another company, that company's names the person.
   */
  endSessions: operatorMutation('accounts.end_sessions', { fresh: true })
    .input(peopleControlInput)
    .mutation(async ({ ctx, input: { id, reason } }) => {
      const { db, now } = ctx
      if (!(await findCustomerRecord(db, id))) throw refused({ code: 'not_found' })
      const accounts = await lockPeopleOf(db, id)
      const elsewhere = accounts.length > 0 ? await listOtherPlaces(db, id, accounts) : []
      if (accounts.length > 0) await endSessionsOfAccounts(db, accounts, now)
      const action = 'organisation.sessions_ended'
      await insertAudit(
        db,
        actorOf(ctx),
        [
          { organisationId: id, action, payload: { people: accounts.length } },
          ...elsewhere.map(({ accountId, organisationId }) => ({
            ...{ organisationId, action: 'account.sessions_ended' as const, payload: { accountId } },
          })),
          {
            organisationId: instanceChain,
            action,
            payload: { organisations: [id], people: accounts.length, reason },
          },
        ],
        now,
      )
      return {}
    }),
})
