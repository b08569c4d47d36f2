import { cutVersion, isLeading, searchTermsOf, sortKeyOf } from '@entente/domain/core/search-words'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { asIndexer, type IndexerDb } from './scopes.ts'

/** The rows that people look for by a name: their key with its type, the name, what else finds them, and whether lists sort by it. */
const named = [
  { table: 'organisation', key: 'id', type: 'uuid', name: 'legal_name', other: 'domain' },
  { table: 'partner_profile', key: 'organisation_id', type: 'uuid', name: 'legal_name', other: 'null' },
  { table: 'directory_profile', key: 'mpn_id', type: 'text', name: 'organisation_name', other: 'null' },
  { table: 'offer', key: 'id', type: 'uuid', name: 'name', other: 'code' },
  { table: 'auth.account', key: 'id', type: 'uuid', name: 'name', other: 'email' },
  { table: 'relationship', key: 'id', type: 'uuid', name: 'customer_name', other: 'customer_domain' },
  { table: 'customer_user', key: 'id', type: 'uuid', name: 'display_name', other: 'user_name' },
  {
    ...{ table: 'customer_alias', key: 'relationship_id', type: 'uuid', name: 'alias', other: 'null' },
    isUnsorted: true,
  },
  {
    table: 'request_recipient',
    key: 'id',
    type: 'uuid',
    name: 'address',
    other: 'reference',
    isUnsorted: true,
  },
  {
    ...{ table: 'relationship_request', key: 'id', type: 'uuid', name: "coalesce(prepared_for, '')" },
    ...{ other: 'null', isUnsorted: true },
  },
  {
    table: 'request_outcome',
    key: 'id',
    type: 'uuid',
    name: 'customer_name',
    other: 'null',
    isUnsorted: true,
  },
  {
    ...{ table: 'access_record', key: 'id', type: 'uuid', name: 'account_name', other: 'reason' },
    isUnsorted: true,
  },
  {
    ...{ table: 'referral', key: 'id', type: 'uuid', name: 'company', other: 'null', isUnsorted: true },
  },
  {
    ...{ table: 'service_request', key: 'id', type: 'uuid', name: 'title', isUnsorted: true },
    other: `(select concat_ws(' ', r.customer_name, p.legal_name) from relationship r join organisation p on p.id = r.partner_id
      where r.id = relationship_id)`,
  },
] as const

/**
 * Cuts at most `limit` names of each table that an older version cut, or none, and returns whether there may be more.
 * Safe to repeat: each row is locked, several workers skip each other's, and what is cut is no longer found.
 */
export async function cutAgain(database: Database, limit: number): Promise<boolean> {
  const counts: number[] = []
  for (const source of named) counts.push(await asIndexer(database, (db) => cutSome(db, source, limit)))
  return counts.includes(limit)
}

type CutRow = { key: string; sortKey: string; terms: string[] }

async function cutSome(
  db: IndexerDb,
  { table, key, type, name, other, ...source }: (typeof named)[number],
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ key: string; name: string; other: string | null }>`
    select ${sql.raw(key)}::text as key, ${sql.raw(name)} as name, ${sql.raw(other)} as other from ${sql.table(table)}
    where terms_version < ${sql.lit(cutVersion)} limit ${limit} for no key update skip locked`.execute(db)
  if (rows.length === 0) return 0
  const cut = rows.map((row) => ({
    key: row.key,
    sortKey: sortKeyOf(row.name),
    terms: searchTermsOf(row.name, row.other),
  }))
  if (table === 'relationship') await saveRelationshipTerms(db, cut)
  else if (table === 'customer_alias') await saveAliasTerms(db, cut)
  else
    await sql`update ${sql.table(table)} target set ${'isUnsorted' in source ? sql`` : sql`sort_key = cut.sort_key,`}
        terms_version = ${cutVersion}, terms = array_to_tsvector(array(select jsonb_array_elements_text(cut.terms)))
      from ${cutRows(cut)} where target.${sql.raw(key)} = cut.key::${sql.raw(type)}`.execute(db)
  return rows.length
}

async function saveRelationshipTerms(db: IndexerDb, cut: CutRow[]): Promise<void> {
  const ids = cut.map(({ key }) => key)
  await sql`delete from relationship_term
    where terms_version < ${sql.lit(cutVersion)} and relationship_id = any(${ids}::uuid[])`.execute(db)
  await sql`insert into relationship_term (partner_id, term, relationship_id, customer_id, leads, terms_version)
    select found.partner_id, term, found.id, found.customer_id, cut.leads ? term, ${cutVersion}
    from ${cutRows(cut)} join relationship found on found.id = cut.key::uuid,
      jsonb_array_elements_text(cut.terms) term
    on conflict do nothing`.execute(db)
  await sql`update relationship target set sort_key = cut.sort_key, terms_version = ${cutVersion}
    from ${cutRows(cut)} where target.id = cut.key::uuid`.execute(db)
}

async function saveAliasTerms(db: IndexerDb, cut: CutRow[]): Promise<void> {
  const ids = cut.map(({ key }) => key)
  await sql`delete from customer_alias_term where relationship_id = any(${ids}::uuid[])`.execute(db)
  await sql`insert into customer_alias_term (partner_id, term, relationship_id, terms_version)
    select found.partner_id, term, found.relationship_id, ${cutVersion}
    from ${cutRows(cut)} join customer_alias found on found.relationship_id = cut.key::uuid,
      jsonb_array_elements_text(cut.terms) term`.execute(db)
  await sql`update customer_alias set terms_version = ${cutVersion} where relationship_id = any(${ids}::uuid[])`.execute(
    db,
  )
}

const cutRows = (cut: CutRow[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(
    cut.map(({ sortKey, ...row }) => ({
      ...row,
      ...{ sort_key: sortKey, leads: row.terms.filter((term) => isLeading(term, sortKey)) },
    })),
  )}::jsonb) as cut (key text, sort_key text, terms jsonb, leads jsonb)`
