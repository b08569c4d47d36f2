import type { Id } from '@entente/domain/core/id'
import type { ImportRowState } from '@entente/domain/customer/customer-import'
import type { ImportFault, ImportRow } from '@entente/domain/customer/import-row'
import { sql } from 'kysely'
import type { PartnerDb } from '../core/scopes.ts'
import type { CustomerImport } from './customer-imports.ts'

export type ImportedRow = {
  row: number
  fields: string[]
  state: ImportRowState
  faults: ImportFault[]
  item: ImportRow | null
}

const rowsOf = (db: PartnerDb, id: Id<'customer_import'>) =>
  db
    .selectFrom('customerImportRow')
    .select(['row', 'fields', 'state', 'faults', 'item'])
    .where('importId', '=', id)
    .orderBy('row')

// A check constraint limits the state; only this code writes faults and items.
export async function listImportRows(
  db: PartnerDb,
  id: Id<'customer_import'>,
  { state, after, limit }: { state?: ImportRowState | 'rest'; after: number; limit: number },
): Promise<ImportedRow[]> {
  const rows = await rowsOf(db, id)
    .$if(state === 'rest', (query) => query.where('state', 'not in', ['taken', 'known']))
    .$if(state !== undefined && state !== 'rest', (query) => query.where('state', '=', state ?? ''))
    .where('row', '>', after)
    .limit(limit)
    .execute()
  return rows as unknown as ImportedRow[]
}

export async function findImportRow(
  db: PartnerDb,
  id: Id<'customer_import'>,
  row: number,
): Promise<ImportedRow | undefined> {
  return (await rowsOf(db, id).where('row', '=', row).executeTakeFirst()) as ImportedRow | undefined
}

/** The first row of the file with each of these keys, of those that can be taken or were taken before. */
export async function firstRowsWithKeys(
  db: PartnerDb,
  id: Id<'customer_import'>,
  keys: string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; row: number }>`
    select key, min(row) as row from customer_import_row
    where import_id = ${id} and key = any(${keys}::text[]) and state <> 'bad' group by key`.execute(db)
  return new Map(rows.map(({ key, row }) => [key, row]))
}

/** Those of these rows that the partner has invited or added before, by their keys. */
export async function findKnownKeys(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  items: ImportRow[],
): Promise<Set<string>> {
  const keys = items.map(({ key }) => key)
  const kept = (kind: string) => keys.flatMap((key) => (key.startsWith(kind) ? key.slice(kind.length) : []))
  // Compares bare columns: row level security keeps an index of an expression from being used.
  const { rows } = await sql<{ key: string }>`
    select key from customer_import_row
      where partner_id = ${partnerId} and state = 'taken' and key = any(${keys}::text[])
    union select 'mail:' || address from request_recipient
      where partner_id = ${partnerId} and address = any(${kept('mail:')}::text[])
        and status not in ('withdrawn', 'unsent', 'bounced', 'suppressed', 'complained')
    union select 'tenant:' || customer_domain from relationship
      where partner_id = ${partnerId} and customer_domain = any(${kept('tenant:')}::text[])`.execute(db)
  return new Set(rows.map(({ key }) => key))
}

export type ReadRowResult = Pick<ImportedRow, 'row' | 'state' | 'faults' | 'item'>

/**
 * Saves what rows were read as, and how many are in each state now. Names the rows twice: right after an upload the planner
 * knows nothing of them, and joined every given row with every row of the file.
 */
export const saveImportRows = (
  db: PartnerDb,
  id: Id<'customer_import'>,
  results: ReadRowResult[],
): Promise<unknown> =>
  sql`with changed as (update customer_import_row target
      set state = given.state, faults = given.faults, key = given.item ->> 'key', domain = given.item ->> 'domain',
        item = given.item
      from (select row, state, faults, nullif(item, 'null') as item
        from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as of_row(row integer, state text, faults jsonb, item jsonb)
      ) given
      where target.import_id = ${id} and target.row = given.row and target.row = any(${results.map(({ row }) => row)}::integer[])
      returning old.state as former, new.state as present),
    moved as (select state, sum(moved) as moved from (
      select former as state, -1 as moved from changed union all select present, 1 from changed) each group by state)
    update customer_import set counts = counts || coalesce((select
      jsonb_object_agg(state, coalesce((counts ->> state)::integer, 0) + moved) from moved), '{}')
    where id = ${id}`.execute(db)

export const saveImportFields = (
  db: PartnerDb,
  id: Id<'customer_import'>,
  row: number,
  fields: string[],
): Promise<unknown> =>
  db
    .updateTable('customerImportRow')
    .set({ fields })
    .where('importId', '=', id)
    .where('row', '=', row)
    .execute()

/** Marks every row as unread. */
export async function unreadImportRows(db: PartnerDb, id: Id<'customer_import'>): Promise<void> {
  await sql`update customer_import_row set state = 'unread', faults = '[]', key = null, domain = null, item = null
    where import_id = ${id} and state <> 'unread'`.execute(db)
  await sql`update customer_import set counts = jsonb_build_object('unread', total) where id = ${id}`.execute(
    db,
  )
}

/** How many mails the partner has sent on a day. */
export async function mailsSentOn(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  day: string,
): Promise<number> {
  const row = await db
    .selectFrom('sendAllowance')
    .select('used')
    .where('partnerId', '=', partnerId)
    .where('subject', '=', `day:${day}`)
    .executeTakeFirst()
  return row?.used ?? 0
}

/** How many rows one piece looks at, at most. */
const lookedAt = 1000

/**
 * The next good rows after one, as many as the limit of each domain lets leave on a day, and the last row that was looked at;
 * null when there is none after it.
 */
export async function nextGoodRows(
  db: PartnerDb,
  { partnerId, id, takenTo }: Pick<CustomerImport, 'partnerId' | 'id' | 'takenTo'>,
  { day, limit, perDomain }: { day: string; limit: number; perDomain: number },
): Promise<{ rows: { row: number; item: ImportRow }[]; last: number | null }> {
  const { rows: waiting } = await sql<{ row: number; item: ImportRow }>`
    select row, item from customer_import_row
    where import_id = ${id} and state = 'good' and row > ${takenTo} order by row limit ${lookedAt}`.execute(
    db,
  )
  const sent = await sentToDomains(
    db,
    partnerId,
    day,
    waiting.map(({ item }) => item),
  )
  const next: { row: number; item: ImportRow }[] = []
  for (const one of waiting) {
    if (next.length === limit) break
    const { kind, domain } = one.item
    const used = sent.get(domain) ?? 0
    if (kind === 'invite' && used >= perDomain) continue
    sent.set(domain, used + 1)
    next.push(one)
  }
  const last = (next.length === limit ? next : waiting).at(-1)?.row ?? null
  return { rows: next, last }
}

/** How many mails the partner has sent on a day to each of the domains of these rows. */
async function sentToDomains(
  db: PartnerDb,
  partnerId: Id<'organisation'>,
  day: string,
  items: ImportRow[],
): Promise<Map<string, number>> {
  const start = `domain:${day}:`
  const domains = new Set(items.flatMap(({ kind, domain }) => (kind === 'invite' ? domain : [])))
  const subjects = [...domains].map((domain) => `${start}${domain}`)
  const { rows } = await sql<{ subject: string; used: number }>`select subject, used from send_allowance
    where partner_id = ${partnerId} and subject = any(${subjects}::text[])`.execute(db)
  return new Map(rows.map(({ subject, used }) => [subject.slice(start.length), used]))
}

/** Whether a row of an import still waits to be taken. */
export async function hasGoodRow(db: PartnerDb, id: Id<'customer_import'>): Promise<boolean> {
  return (await listImportRows(db, id, { state: 'good', after: 0, limit: 1 })).length > 0
}

/** What decides when the rest of an import leaves. */
export async function waitingRows(
  db: PartnerDb,
  id: Id<'customer_import'>,
): Promise<{ left: number; largestDomain: number }> {
  const { rows } = await sql<{ left: string; largest: string }>`
    select coalesce(sum(rows), 0) as left, coalesce(max(rows), 0) as largest from (
      select count(*) as rows from customer_import_row where import_id = ${id} and state = 'good' group by domain) of_domain`.execute(
    db,
  )
  return { left: Number(rows[0]?.left ?? 0), largestDomain: Number(rows[0]?.largest ?? 0) }
}

/** The languages of the good rows. */
export async function languagesOfGoodRows(db: PartnerDb, id: Id<'customer_import'>): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select distinct item ->> 'language' as language from customer_import_row
    where import_id = ${id} and state = 'good'`.execute(db)
  return rows.map(({ language }) => language)
}
