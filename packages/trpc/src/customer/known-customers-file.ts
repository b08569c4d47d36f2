import { organisationDomain } from '@entente/auth/web-mail'
import { type AuditActor, insertAudit, instanceChain } from '@entente/db/core/audit'
import type { OperatorDb } from '@entente/db/core/scopes'
import { saveKnownCustomers } from '@entente/db/customer/known-customers'
import type { LegacyEncoding } from '@entente/domain/core/csv'
import {
  type KnownCustomer,
  type KnownCustomerFault,
  knownCustomerColumns,
  knownCustomerLimits,
  readKnownCustomer,
} from '@entente/domain/customer/known-customer'
import { enqueue } from '@entente/queue/enqueue'
import { type CsvTable, readCsv } from '../core/csv.ts'

/** What a file of known customers says. Before it is taken, `confirm` may refuse a table that is not Unicode. */
export type ReadKnownCustomers = { customers: KnownCustomer[]; faults: KnownCustomerFault[] }

type Rules = {
  chosen: LegacyEncoding | null
  countries: readonly string[] | null
  webMail: ReadonlySet<string>
  confirm: (table: CsvTable) => void
}

/** Reads the file: its good rows, and each fault by row and column. */
export async function readKnownCustomers(
  bytes: Buffer,
  { chosen, countries, webMail, confirm }: Rules,
): Promise<ReadKnownCustomers> {
  const table = await readCsv(bytes, { rowsMax: knownCustomerLimits.rows, chosen })
  const faulty = (fault: KnownCustomerFault): ReadKnownCustomers => ({ customers: [], faults: [fault] })
  if (!table.ok) return faulty({ row: 0, column: null, fault: table.refusal })
  const { head, rows } = table.value
  const known: readonly string[] = knownCustomerColumns
  const missing = knownCustomerColumns.find((name) => !head.includes(name))
  if (missing) return faulty({ row: 0, column: missing, fault: 'missing' })
  if (head.some((name, at) => !known.includes(name) || head.indexOf(name) !== at))
    return faulty({ row: 0, column: null, fault: 'unknown_column' })
  if (rows.length === 0) return faulty({ row: 0, column: null, fault: 'no_rows' })
  confirm(table.value)
  const isWebMail = (domain: string) => organisationDomain(`anybody@${domain}`, webMail) === null
  const read: ReadKnownCustomers = { customers: [], faults: [] }
  for (const { row, fields } of rows) {
    const named = Object.fromEntries(head.map((name, at) => [name, fields[at] ?? '']))
    const one = readKnownCustomer(named, { countries, isWebMail })
    if (fields.length > head.length) read.faults.push({ row, column: null, fault: 'too_many_fields' })
    else if ('customer' in one) read.customers.push(one.customer)
    else read.faults.push(...one.faults.map((fault) => ({ row, ...fault })))
  }
  return read
}

/** Saves the good rows of a file, and has active partners take in theirs. Returns how many rows were good and how many not. */
export async function takeKnownCustomers(
  db: OperatorDb,
  actor: AuditActor,
  { customers, faults }: ReadKnownCustomers,
  { now, by }: { now: Date; by?: 'command_line' },
): Promise<{ customers: number; refused: number }> {
  const result = { customers: customers.length, refused: new Set(faults.map(({ row }) => row)).size }
  if (customers.length === 0) return result
  const partners = await saveKnownCustomers(db, customers, now)
  const jobs = partners.map((partnerId) => ({
    ...{ name: 'partner.known-customers' as const, data: { partnerId } },
  }))
  await enqueue(db, jobs, now)
  const payload = { ...result, ...(by && { by }) }
  const action = 'known_customers.imported' as const
  await insertAudit(db, actor, [{ organisationId: instanceChain, action, payload }], now)
  return result
}
