import { asOperator } from '@entente/db/core/scopes'
import { countKnownCustomers } from '@entente/db/customer/known-customers'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import { knownCustomersInput } from '@entente/domain/customer/known-customer'
import { requireConfirmed } from '../core/csv.ts'
import { actorOf } from '../core/gates.ts'
import { operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'
import { readKnownCustomers, takeKnownCustomers } from './known-customers-file.ts'

/** The customers that the operator's other portals record for partners (D-33, R-137, R-170). */
export const knownCustomers = t.router({
  count: operatorQuery('directory.manage').query(({ ctx: { db } }) => countKnownCustomers(db)),

  /** Keeps the good rows of a file and names the others. Active partners have their customers as soon as a worker is there. */
  import: operatorMutation('directory.manage', { fresh: true })
    .input(knownCustomersInput)
    .prepare(async ({ ctx: { cloud, database, session }, input: { file, encoding, seen } }) => {
      const bytes = Buffer.from(file, 'base64')
      return readKnownCustomers(bytes, {
        chosen: encoding,
        countries: cloud.customers.countries,
        webMail: await asOperator(database, session.account.id, listWebMailDomains),
        confirm: (table) => requireConfirmed(table, bytes, { seen, secrets: [] }),
      })
    })
    .mutation(async ({ ctx, prepared }) => ({
      ...(await takeKnownCustomers(ctx.db, actorOf(ctx), prepared, { now: ctx.now })),
      faults: prepared.faults.slice(0, 200),
    })),
})
