import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type {
  CustomerImportKind,
  CustomerImportState,
  ImportCounts,
  ImportMapping,
} from '@entente/domain/customer/customer-import'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'

export type CustomerImport = {
  id: Id<'customer_import'>
  partnerId: Id<'organisation'>
  kind: CustomerImportKind
  state: CustomerImportState
  fileName: string
  columns: string[]
  mapping: ImportMapping
  language: Locale
  withPrivileges: boolean
  /** The request whose recipients rows of a language become. */
  requests: Partial<Record<Locale, Id<'request'>>>
  total: number
  counts: ImportCounts
  checkedTo: number
  /** The last row that was looked at in this day's turn. */
  takenTo: number
  authorId: Id<'account'>
  authorName: string
  createdAt: Date
  nextAt: Date | null
  endedAt: Date | null
}

const columns = [
  'id',
  'partnerId',
  'kind',
  'state',
  'fileName',
  'columns',
  'mapping',
  'language',
  'withPrivileges',
  'requests',
  'total',
  'counts',
  'checkedTo',
  'takenTo',
  'authorId',
  'authorName',
  'createdAt',
  'nextAt',
  'endedAt',
] as const

const ofPartner = (db: PartnerDb, partnerId: Id<'organisation'>) =>
  db.selectFrom('customerImport').select(columns).where('partnerId', '=', partnerId)

// Check constraints limit kind, state and language to the values of their types.
export async function findCustomerImport(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'customer_import'>,
): Promise<CustomerImport | undefined> {
  return (await ofPartner(db, partnerId).where('id', '=', id).executeTakeFirst()) as
    | CustomerImport
    | undefined
}

/** Locks an import, so that one act or one piece of work at a time changes it. */
export async function lockCustomerImport(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  id: Id<'customer_import'>,
): Promise<CustomerImport | undefined> {
  const locked = ofPartner(db, partnerId).where('id', '=', id).forNoKeyUpdate()
  return (await locked.executeTakeFirst()) as CustomerImport | undefined
}

/** The partner's imports, the newest first, with how many of their rows are taken or at fault. */
export async function listCustomerImports(db: PartnerDb, partnerId: Id<'organisation'>, limit = 50) {
  const rows = await ofPartner(db, partnerId).orderBy('id', 'desc').limit(limit).execute()
  return rows as CustomerImport[]
}

/** Starts an import with the rows of its file. */
export async function insertCustomerImport(
  db: PartnerDb,
  {
    mapping,
    ...row
  }: Omit<
    CustomerImport,
    'counts' | 'withPrivileges' | 'requests' | 'checkedTo' | 'takenTo' | 'nextAt' | 'endedAt'
  >,
  rows: { row: number; fields: string[] }[],
): Promise<void> {
  await db
    .insertInto('customerImport')
    .values({ ...row, mapping: JSON.stringify(mapping), counts: JSON.stringify({ unread: rows.length }) })
    .execute()
  const given = JSON.stringify(rows.map(({ row: place, fields }) => [place, ...fields]))
  // One text for all rows: a parameter for each cell would be more than a statement may have.
  await sql`insert into customer_import_row (import_id, partner_id, row, fields)
    select ${row.id}::uuid, ${row.partnerId}::uuid, (given ->> 0)::integer,
      array(select cell from jsonb_array_elements_text(given - 0) cell)
    from jsonb_array_elements(${given}::jsonb) given`.execute(db)
}

export const saveCustomerImport = (
  db: PartnerDb,
  id: Id<'customer_import'>,
  { mapping, requests, ...changes }: Partial<Omit<CustomerImport, 'counts'>>,
): Promise<unknown> =>
  db
    .updateTable('customerImport')
    .set({
      ...changes,
      ...(mapping && { mapping: JSON.stringify(mapping) }),
      ...(requests && { requests: JSON.stringify(requests) }),
    })
    .where('id', '=', id)
    .execute()
