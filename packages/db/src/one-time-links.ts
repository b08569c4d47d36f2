import type { Id } from '@entente/domain/id'
import type { Locale } from '@entente/domain/locale'
import type { AuthDb } from './scopes.ts'

/** What a sign-up waits with until its address is confirmed; nothing else exists before that (design 12). */
export type SignUpDetails = {
  organisation: string
  country: string
  name: string
  email: string
  passwordHash: string
  locale: Locale
  /** The relationship link's id that the person came with, to come back to. */
  invitation: Id<'link'> | null
}

export type ResetDetails = { email: string; locale: Locale }

/** An account that was created without a password, by whoever runs the instance. */
export type SetUpDetails = { email: string }

export type OneTimeLink = {
  id: Id<'one_time_link'>
  kid: string
  version: number
  accountId: Id<'account'> | null
  createdAt: Date
  expiresAt: Date
  consumedAt: Date | null
} & (
  | { kind: 'sign_up'; details: SignUpDetails }
  | { kind: 'reset'; details: ResetDetails }
  | { kind: 'set_up'; details: SetUpDetails }
)

export const insertOneTimeLink = (db: AuthDb, link: Omit<OneTimeLink, 'consumedAt'>): Promise<unknown> =>
  db
    .insertInto('auth.oneTimeLink')
    .values({ ...link, details: JSON.stringify(link.details) })
    .execute()

export async function findOneTimeLink(db: AuthDb, id: Id<'one_time_link'>): Promise<OneTimeLink | undefined> {
  const row = await db
    .selectFrom('auth.oneTimeLink')
    .select(['id', 'kind', 'kid', 'version', 'accountId', 'details', 'createdAt', 'expiresAt', 'consumedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
  // The kind decides the shape of the details; insertOneTimeLink is the only writer.
  return row as OneTimeLink | undefined
}

/** Spends a link; of two people who press at once, one does. */
export async function consumeOneTimeLink(db: AuthDb, id: Id<'one_time_link'>, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.oneTimeLink')
    .set({ consumedAt: now })
    .where('id', '=', id)
    .where('consumedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** A new link of a kind kills the earlier ones of the same account. */
export const consumeOtherLinks = (
  db: AuthDb,
  kind: OneTimeLink['kind'],
  accountId: Id<'account'>,
  now: Date,
) =>
  db
    .updateTable('auth.oneTimeLink')
    .set({ consumedAt: now })
    .where('kind', '=', kind)
    .where('accountId', '=', accountId)
    .where('consumedAt', 'is', null)
    .execute()

/** The keys that links in use were signed with. */
export async function listLinkKids(db: AuthDb): Promise<string[]> {
  const rows = await db
    .selectFrom('relationshipLink')
    .select('kid')
    .union(db.selectFrom('auth.oneTimeLink').select('kid').where('consumedAt', 'is', null))
    .execute()
  return rows.map(({ kid }) => kid)
}
