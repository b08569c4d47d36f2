import { organisationDomain } from '@entente/auth/web-mail'
import { insertAudit, instanceChain } from '@entente/db/core/audit'
import { asOperator } from '@entente/db/core/scopes'
import { countKnownCustomers, saveKnownCustomers } from '@entente/db/customer/known-customers'
import { listWebMailDomains } from '@entente/db/enrolment/web-mail-domains'
import {
  type KnownCustomer,
  type KnownCustomerFault,
  type KnownCustomersInput,
  knownCustomerColumns,
  knownCustomerLimits,
  knownCustomersInput,
  readKnownCustomer,
} from '@entente/domain/customer/known-customer'
import { enqueue } from '@entente/queue/enqueue'
import type { Context } from '../core/context.ts'
import { readCsv, requireConfirmed } from '../core/csv.ts'
import { actorOf } from '../core/gates.ts'
import { type OperatorSession, operatorMutation, operatorQuery } from '../core/operator-gates.ts'
import { t } from '../core/trpc.ts'

type Read = { customers: KnownCustomer[]; faults: KnownCustomerFault[] }

/** The customers that the operator's other portals record for partners (D-33, R-137, R-170). */
export const knownCustomers = t.router({
  count: operatorQuery('directory.manage').query(({ ctx: { db } }) => countKnownCustomers(db)),

  /** Keeps the good rows of a file and names the others. Active partners have their customers as soon as a worker is there. */
  import: operatorMutation('directory.manage', { fresh: true })
    .input(knownCustomersInput)
    .prepare(({ ctx, input }) => readFile(ctx, input))
    .mutation(async ({ ctx, prepared: { customers, faults } }) => {
      const { db, now } = ctx
      const refused = new Set(faults.map(({ row }) => row)).size
      const result = { customers: customers.length, refused, faults: faults.slice(0, 200) }
      if (customers.length === 0) return result
      const partners = await saveKnownCustomers(db, customers, now)
      const jobs = partners.map((partnerId) => ({
        ...{ name: 'partner.known-customers' as const, data: { partnerId } },
      }))
      await enqueue(db, jobs, now)
      const payload = { customers: customers.length, refused }
      const action = 'known_customers.imported' as const
      await insertAudit(db, actorOf(ctx), [{ organisationId: instanceChain, action, payload }], now)
      return result
    }),
})

async function readFile(
  { cloud, database, session }: Context & { session: OperatorSession },
  { file, encoding, seen }: KnownCustomersInput,
): Promise<Read> {
  const bytes = Buffer.from(file, 'base64')
  const table = await readCsv(bytes, { rowsMax: knownCustomerLimits.rows, chosen: encoding })
  const faulty = (fault: KnownCustomerFault): Read => ({ customers: [], faults: [fault] })
  if (!table.ok) return faulty({ row: 0, column: null, fault: table.refusal })
  const { head, rows } = table.value
  const known: readonly string[] = knownCustomerColumns
  const missing = knownCustomerColumns.find((name) => !head.includes(name))
  if (missing) return faulty({ row: 0, column: missing, fault: 'missing' })
  if (head.some((name, at) => !known.includes(name) || head.indexOf(name) !== at))
    return faulty({ row: 0, column: null, fault: 'unknown_column' })
  if (rows.length === 0) return faulty({ row: 0, column: null, fault: 'no_rows' })
  requireConfirmed(table.value, bytes, { seen, secrets: [] })
  const webMail = await asOperator(database, session.account.id, listWebMailDomains)
  const isWebMail = (domain: string) => organisationDomain(`anybody@${domain}`, webMail) === null
  const read: Read = { customers: [], faults: [] }
  for (const { row, fields } of rows) {
    const named = Object.fromEntries(head.map((name, at) => [name, fields[at] ?? '']))
    const one = readKnownCustomer(named, { countries: cloud.customers.countries, isWebMail })
    if (fields.length > head.length) read.faults.push({ row, column: null, fault: 'too_many_fields' })
    else if ('customer' in one) read.customers.push(one.customer)
    else read.faults.push(...one.faults.map((fault) => ({ row, ...fault })))
  }
  return read
}
