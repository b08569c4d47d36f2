import { cutVersion } from '@entente/domain/core/search-words'
import type { DirectoryListInput } from '@entente/domain/enrolment/directory-input'
import { type SqlBool, sql } from 'kysely'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { Row } from '../core/row.ts'
import type * as schema from '../core/schema.gen.ts'
import type { OperatorDb } from '../core/scopes.ts'
import { type Cut, cutOf, matchesSearch } from '../core/search.ts'

// A check constraint limits the status.
type Narrowed = { status: 'active' | 'inactive' }

/** An MPN profile of this instance's directory, with the logins whose sign-in finds it. */
export type DirectoryProfile = Omit<Row<schema.DirectoryProfile, Narrowed>, 'updatedAt' | Cut> & {
  logins: string[]
}

/** One page of MPN profiles whose name has the words of the search, or whose MPN ID it is, by keyset. */
export async function listDirectoryProfiles(
  db: OperatorDb,
  { search = '', cursor, limit }: DirectoryListInput,
): Promise<{ profiles: DirectoryProfile[]; nextCursor: string | null }> {
  const wanted = search.trim()
  const after = readCursor(cursor, ['text', 'text'])
  let query = db
    .selectFrom('directoryProfile')
    .select(['mpnId', 'organisationName', 'country', 'status', 'incentives', 'benefits', 'competencies'])
    .$narrowType<Narrowed>()
    .select('sortKey')
    .orderBy('sortKey')
    .orderBy('mpnId')
    .limit(limit + 1)
  if (wanted)
    query = query.where(
      sql<SqlBool>`(${matchesSearch('directoryProfile.terms', wanted)} or mpn_id = ${wanted})`,
    )
  if (after) query = query.where(sql<SqlBool>`(sort_key, mpn_id) > (${after[0]}, ${after[1]})`)
  const rows = await query.execute()
  const { page, nextCursor } = pageOf(rows, limit, (last) => [last.sortKey, last.mpnId])
  const logins = await loginsOf(
    db,
    page.map(({ mpnId }) => mpnId),
  )
  return {
    profiles: page.map(({ sortKey: _, ...profile }) => ({
      ...profile,
      logins: logins.filter(({ mpnId }) => mpnId === profile.mpnId).map(({ userName }) => userName),
    })),
    nextCursor,
  }
}

const loginsOf = async (db: OperatorDb, mpnIds: string[]) =>
  mpnIds.length === 0
    ? []
    : db
        .selectFrom('directoryLoginProfile')
        .select(['mpnId', 'userName'])
        .where('mpnId', 'in', mpnIds)
        .orderBy('userName')
        .execute()

/** Those of the user names that are logins already. */
export async function findKnownLogins(db: OperatorDb, userNames: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('directoryLogin')
    .select('userName')
    .where('userName', '=', sql<string>`any(${userNames})`)
    .execute()
  return new Set(rows.map(({ userName }) => userName))
}

/** How many rows one statement takes: PostgreSQL allows 65,535 parameters. */
const batch = 1000

/** Saves MPN profiles; an existing one is updated. */
export async function saveDirectoryProfiles(
  db: OperatorDb,
  profiles: Omit<DirectoryProfile, 'logins'>[],
  now: Date,
): Promise<void> {
  for (const some of inBatches(profiles))
    await db
      .insertInto('directoryProfile')
      .values(some.map((profile) => ({ ...profile, ...cutOf(profile.organisationName), updatedAt: now })))
      .onConflict((conflict) =>
        conflict.column('mpnId').doUpdateSet(({ ref }) => ({
          organisationName: ref('excluded.organisationName'),
          country: ref('excluded.country'),
          status: ref('excluded.status'),
          incentives: ref('excluded.incentives'),
          benefits: ref('excluded.benefits'),
          competencies: ref('excluded.competencies'),
          sortKey: ref('excluded.sortKey'),
          terms: ref('excluded.terms'),
          termsVersion: -cutVersion,
          updatedAt: now,
        })),
      )
      .execute()
}

/** Saves logins; an existing one gets the new password. */
export async function saveDirectoryLogins(
  db: OperatorDb,
  logins: { userName: string; passwordHash: string }[],
  now: Date,
): Promise<void> {
  for (const some of inBatches(logins))
    await db
      .insertInto('directoryLogin')
      .values(some.map((login) => ({ ...login, updatedAt: now })))
      .onConflict((conflict) =>
        conflict
          .column('userName')
          .doUpdateSet(({ ref }) => ({ passwordHash: ref('excluded.passwordHash'), updatedAt: now })),
      )
      .execute()
}

export async function saveLoginProfiles(
  db: OperatorDb,
  pairs: { userName: string; mpnId: string }[],
): Promise<void> {
  for (const some of inBatches(pairs))
    await db
      .insertInto('directoryLoginProfile')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

function* inBatches<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += batch) yield rows.slice(start, start + batch)
}
