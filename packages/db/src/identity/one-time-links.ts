import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type { PartnerKind } from '@entente/domain/core/organisation'
import type { AuthDb, Scoped } from '../core/scopes.ts'

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

/** A company that a work account is created for, until its address is confirmed. */
export type WorkAccountDetails = Omit<SignUpDetails, 'invitation'> & { kind: PartnerKind }

/** To whom the verification of a primary contact went. */
export type ContactDetails = { email: string }

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
  | { kind: 'work_account'; details: WorkAccountDetails }
  | { kind: 'contact'; organisationId: Id<'organisation'>; details: ContactDetails }
)

// Apart for each kind, so that each keeps what only it has.
type New<Link> = Link extends unknown ? Omit<Link, 'consumedAt'> : never

export const insertOneTimeLink = (
  db: Scoped<'auth' | 'partner' | 'operator'>,
  link: New<OneTimeLink>,
): Promise<unknown> =>
  db
    .insertInto('auth.oneTimeLink')
    .values({ ...link, details: JSON.stringify(link.details) })
    .execute()

export async function findOneTimeLink(db: AuthDb, id: Id<'one_time_link'>): Promise<OneTimeLink | undefined> {
  const row = await db
    .selectFrom('auth.oneTimeLink')
    .select([
      ...(['id', 'kind', 'kid', 'version', 'accountId', 'organisationId', 'details'] as const),
      ...(['createdAt', 'expiresAt', 'consumedAt'] as const),
    ])
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

type ContactDb = Scoped<'partner' | 'operator'>

/** A new verification kills the earlier ones of the same company (4.3). */
export const consumeContactLinks = (
  db: Scoped<'partner' | 'operator' | 'auth'>,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('auth.oneTimeLink')
    .set({ consumedAt: now })
    .where('kind', '=', 'contact')
    .where('organisationId', '=', organisationId)
    .where('consumedAt', 'is', null)
    .execute()

/** The verifications that a company's contacts were sent, the newest first. */
export async function listContactLinks(db: ContactDb, organisationId: Id<'organisation'>) {
  const rows = await db
    .selectFrom('auth.oneTimeLink')
    .select(['id', 'kid', 'version', 'details', 'createdAt', 'expiresAt', 'consumedAt'])
    .where('kind', '=', 'contact')
    .where('organisationId', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({ ...row, details: row.details as ContactDetails }))
}

/** The newest verification that a company's contact was sent; an older one no longer counts. */
export async function findNewestContactLinkId(
  db: AuthDb,
  organisationId: Id<'organisation'>,
): Promise<Id<'one_time_link'> | undefined> {
  const row = await db
    .selectFrom('auth.oneTimeLink')
    .select('id')
    .where('kind', '=', 'contact')
    .where('organisationId', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** The keys that links in use were signed with. */
export async function listLinkKids(db: AuthDb): Promise<string[]> {
  const rows = await db
    .selectFrom('relationshipLink')
    .select('kid')
    .union(db.selectFrom('auth.oneTimeLink').select('kid').where('consumedAt', 'is', null))
    .execute()
  return rows.map(({ kid }) => kid)
}
