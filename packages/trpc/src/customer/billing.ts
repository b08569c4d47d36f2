import {
  findStatement,
  listStatementLines,
  listStatementMonths,
  listStatements,
} from '@entente/db/customer/statements'
import { idOf } from '@entente/domain/core/id'
import { statementListInput } from '@entente/domain/customer/billing'
import { z } from 'zod'
import { partnerQuery } from '../core/gates.ts'
import { refused } from '../core/refused.ts'
import { t } from '../core/trpc.ts'
import { atCustomerQuery } from '../relationship/partner-at-customer.ts'

const lines = z.object({
  id: idOf<'statement'>(),
  from: z.number().int().min(0).max(10_000_000).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})

/** What the selling partner is billed, for its admins and agents that deal with money (R-040, R-068, R-165, §5.2). */
export const billing = t.router({
  months: partnerQuery('billing.view').query(async ({ ctx: { db, session } }) => ({
    months: await listStatementMonths(db, session.organisation.id),
    /** A reseller is billed by its provider, not here. */
    isBilled: session.organisation.partnerKind !== 'indirect_reseller',
  })),

  list: partnerQuery('billing.view')
    .input(statementListInput)
    .query(({ ctx: { db, session }, input }) => listStatements(db, session.organisation.id, input)),

  get: partnerQuery('billing.view')
    .input(lines)
    .query(async ({ ctx: { db, session }, input }) => {
      const partnerId = session.organisation.id
      const statement = await findStatement(db, partnerId, input.id)
      if (!statement) throw refused({ code: 'not_found' })
      return {
        ...statement,
        partner: session.organisation.legalName,
        ...(await listStatementLines(db, partnerId, input)),
      }
    }),

  /** A customer's statements, in its record. */
  atCustomer: atCustomerQuery('billing.view')
    .input(statementListInput.pick({ cursor: true, limit: true }))
    .query(({ ctx: { db, session }, input: { id: relationshipId, ...page } }) =>
      listStatements(db, session.organisation.id, { relationshipId, ...page }),
    ),
})
