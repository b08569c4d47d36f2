import { listFormerCustomers } from '@entente/db/relationship/relationship-removals'
import { formerCustomerListInput } from '@entente/domain/relationship/customer-list'
import { partnerQuery } from '../core/gates.ts'
import { t } from '../core/trpc.ts'

export const formerCustomers = t.router({
  /** One page of the customers whose relationship this partner removed, with who did it and when (U-20). */
  list: partnerQuery('customers.view')
    .input(formerCustomerListInput)
    .query(({ ctx: { db, session }, input }) => listFormerCustomers(db, session.organisation.id, input)),
})
