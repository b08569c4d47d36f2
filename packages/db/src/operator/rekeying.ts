import type { Id } from '@entente/domain/core/id'
import { sql } from 'kysely'
import type { RekeyerDb } from '../core/scopes.ts'

/** Where sealed secrets are kept: the column that owns each, and the one that holds its bytes. */
const places = {
  'second factor': { table: 'auth.second_factor', key: 'id', owner: 'account_id', bytes: 'secret' },
  'directory secret': {
    ...{ table: 'auth.partner_directory', key: 'organisation_id', owner: 'organisation_id', bytes: 'secret' },
  },
  provisioning: { table: 'provisioning', key: 'id', owner: 'id', bytes: 'sealed' },
  'directory import': { table: 'directory_import', key: 'id', owner: 'id', bytes: 'sealed' },
} as const
export type SealedPlace = keyof typeof places
export const sealedPlaces = Object.keys(places) as SealedPlace[]

export type SealedRow = { key: string; owner: string; kid: string; bytes: Buffer }

/** Up to 500 secrets of one place that another key than this one seals. */
export async function listSealedWithOthers(
  db: RekeyerDb,
  place: SealedPlace,
  newest: string,
): Promise<SealedRow[]> {
  const { table, key, owner, bytes } = places[place]
  const { rows } = await sql<SealedRow>`
    select ${sql.ref(key)}::text as key, ${sql.ref(owner)}::text as owner, kid, ${sql.ref(bytes)} as bytes
    from ${sql.table(table)} where kid is not null and kid <> ${newest} limit 500`.execute(db)
  return rows
}

/** Keeps a secret as sealed again; returns false when somebody changed it meanwhile: theirs has the newest key. */
export async function saveResealed(
  db: RekeyerDb,
  place: SealedPlace,
  from: SealedRow,
  to: Pick<SealedRow, 'kid' | 'bytes'>,
): Promise<boolean> {
  const { table, key, bytes } = places[place]
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set kid = ${to.kid}, ${sql.ref(bytes)} = ${to.bytes}
    where ${sql.ref(key)} = ${from.key}::uuid and kid = ${from.kid} and ${sql.ref(bytes)} = ${from.bytes}`.execute(
    db,
  )
  return numAffectedRows === 1n
}

/** How many secrets one key still seals. */
export async function countSealedWith(db: RekeyerDb, kid: string): Promise<number> {
  let sum = 0
  for (const { table } of Object.values(places)) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where kid = ${kid}`.execute(db)
    sum += rows[0]?.count ?? 0
  }
  return sum
}

/** How many accounts have unused recovery codes that were made before a moment. */
export async function countOldRecoveryCodes(db: RekeyerDb, before: Date): Promise<number> {
  const row = await db
    .selectFrom('auth.recoveryCode')
    .select((eb) => eb.fn.count<string>('accountId').distinct().as('accounts'))
    .where('usedAt', 'is', null)
    .where('createdAt', '<', before)
    .executeTakeFirstOrThrow()
  return Number(row.accounts)
}

export type SignedLink = {
  id: Id<'link'>
  kind: string
  partnerId: Id<'organisation'>
  providerId: Id<'organisation'> | null
  withPrivileges: boolean
  version: number
  revokedAt: Date | null
  partner: string
}

const linksSignedWith = (db: RekeyerDb, kid: string) =>
  db
    .selectFrom('relationshipLink as link')
    .innerJoin('organisation', 'organisation.id', 'link.partnerId')
    .select(['link.id', 'link.kind', 'partnerId', 'providerId', 'withPrivileges', 'version', 'revokedAt'])
    .select('organisation.legalName as partner')
    .where('kid', '=', kid)

/** The relationship links that one key signs, each with its partner's name. */
export const listLinksSignedWith = (db: RekeyerDb, kid: string): Promise<SignedLink[]> =>
  linksSignedWith(db, kid).orderBy('legalName').orderBy('link.id').execute()

/**
 * Ends up to 200 relationship links of one key, which get the newest key and a new version, and returns them as they were. While
 * it ends links nobody accepts any (R8): all of a large instance's in one transaction would keep customers waiting until
 * their acceptances fail.
 */
export async function endLinksSignedWith(
  db: RekeyerDb,
  { kid, newest }: { kid: string; newest: string },
  now: Date,
): Promise<SignedLink[]> {
  const ended = await linksSignedWith(db, kid).orderBy('link.id').limit(200).forNoKeyUpdate('link').execute()
  const ids = ended.map(({ id }) => id)
  if (ids.length > 0)
    await db
      .updateTable('relationshipLink')
      .set((eb) => ({ kid: newest, version: eb('version', '+', 1), revokedAt: now }))
      .where('id', 'in', ids)
      .execute()
  return ended
}

/** How many one-time links that one key signs could still be used. */
export async function countOneTimeLinks(db: RekeyerDb, kid: string, now: Date): Promise<number> {
  const row = await db
    .selectFrom('auth.oneTimeLink')
    .select((eb) => eb.fn.countAll<string>().as('links'))
    .where('kid', '=', kid)
    .where('consumedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return Number(row.links)
}

/** Uses up all one-time links of one key. */
export const endOneTimeLinks = (db: RekeyerDb, kid: string, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.oneTimeLink')
    .set({ consumedAt: now })
    .where('kid', '=', kid)
    .where('consumedAt', 'is', null)
    .execute()
