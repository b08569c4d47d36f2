import type { Id } from '@entente/domain/core/id'
import type { Locale } from '@entente/domain/core/locale'
import type { PartnerKind } from '@entente/domain/core/organisation'
import { sql } from 'kysely'
import { sendBehind } from '../core/batch.ts'
import type { AuthDb, Scoped } from '../core/scopes.ts'

/** A sign-up until its address is confirmed; neither account nor organisation exists before that. */
export type SignUpDetails = {
  organisation: string
  country: string
  name: string
  email: string
  locale: Locale
  /** Where it was asked for, so that the mailbox's owner can tell a stranger's sign-up from their own. */
  device: string | null
  address: string | null
  /** The relationship link that the person came from and returns to, in the version that they have. */
  invitation: { id: Id<'link'>; version: number } | null
}

/** `by` says who asked when it was not the person. */
export type ResetDetails = { email: string; locale: Locale; by?: 'global_admin' }

/** For an account that somebody else created without a password: the operator, or a colleague. */
export type SetUpDetails = { email: string; locale?: Locale }

/** A company and its first work account, until the account's address is confirmed. */
export type WorkAccountDetails = Omit<SignUpDetails, 'invitation'> & { kind: PartnerKind }

/** The address that a primary contact's verification was sent to. */
export type ContactDetails = { email: string }

/** The address that a customer named to be told of grants and freezes. */
export type SecurityContactDetails = { securityContactId: Id<'security_contact'> }

/** What somebody asks a partner in the directory; the referral is made when the mailbox confirms (§4.11). */
export type ReferralDetails = {
  company: string
  country: string
  name: string
  email: string
  phone: string
  message: string
  locale: Locale
}

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
  /** `organisationId` is the company of the colleague. */
  | { kind: 'set_up'; organisationId?: Id<'organisation'> | null; details: SetUpDetails }
  | { kind: 'work_account'; details: WorkAccountDetails }
  | { kind: 'contact'; organisationId: Id<'organisation'>; details: ContactDetails }
  | { kind: 'security_contact'; organisationId: Id<'organisation'>; details: SecurityContactDetails }
  /** `organisationId` is the partner. */
  | { kind: 'referral'; organisationId: Id<'organisation'>; details: ReferralDetails }
)

// Distributes over the kinds, so that each keeps the fields that only it has.
type New<Link> = Link extends unknown ? Omit<Link, 'consumedAt'> : never

export const insertOneTimeLink = (
  db: Scoped<'auth' | 'partner' | 'operator' | 'customer'>,
  link: New<OneTimeLink>,
): Promise<unknown> =>
  sendBehind(db, db.insertInto('auth.oneTimeLink').values({ ...link, details: JSON.stringify(link.details) }))

export type SignUpLink = Extract<OneTimeLink, { kind: 'sign_up' | 'work_account' }>
type PendingSignUp = Pick<
  SignUpLink,
  'id' | 'kid' | 'version' | 'createdAt' | 'expiresAt' | 'kind' | 'details'
>

/**
 * Keeps a sign-up until its link is confirmed; returns the link's id. A pending one of the same address gives up its row,
 * so that its link ends, but not the invitation that it came from when the newer one has none.
 */
export async function savePendingSignUp(
  db: AuthDb,
  { details, ...link }: PendingSignUp,
): Promise<Id<'one_time_link'>> {
  const { rows } = await sql<{ id: Id<'one_time_link'> }>`
    insert into auth.one_time_link as pending (id, kind, kid, version, details, created_at, expires_at)
    values (${link.id}, ${link.kind}, ${link.kid}, ${link.version}, ${JSON.stringify(details)}, ${link.createdAt},
      ${link.expiresAt})
    on conflict (kind, (details ->> 'email'))
      where kind in ('sign_up', 'work_account') and consumed_at is null and details ->> 'email' is not null
    do update set kid = excluded.kid, version = pending.version + 1, created_at = excluded.created_at,
      expires_at = excluded.expires_at, details = excluded.details || jsonb_build_object('invitation',
        coalesce(nullif(excluded.details -> 'invitation', 'null'), pending.details -> 'invitation'))
    returning id`.execute(db)
  const [row] = rows
  if (!row) throw new Error('The upsert of a sign-up returned no row.')
  return row.id
}

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

/**
 * Uses up a link in the version that was opened; returns false when it was used, replaced or has expired. Of two presses
 * at once, one succeeds.
 */
export async function consumeOneTimeLink(
  db: AuthDb,
  { id, version }: Pick<OneTimeLink, 'id' | 'version'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.oneTimeLink')
    .set({ consumedAt: now })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('consumedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Invalidates an account's earlier links of a kind, because a new one replaces them. */
export const consumeOtherLinks = (
  db: Scoped<'auth' | 'partner'>,
  kind: OneTimeLink['kind'],
  accountId: Id<'account'>,
  now: Date,
): Promise<unknown> =>
  sendBehind(
    db,
    db
      .updateTable('auth.oneTimeLink')
      .set({ consumedAt: now })
      .where('kind', '=', kind)
      .where('accountId', '=', accountId)
      .where('consumedAt', 'is', null),
  )

type ContactDb = Scoped<'partner' | 'operator'>

/** Invalidates a company's earlier contact links, because a new one replaces them (§4.3). */
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

/** The contact links that were sent for a company, the newest first. */
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

/** The ids of the keys that sign the links in use. */
export async function listLinkKids(db: AuthDb): Promise<string[]> {
  const rows = await db
    .selectFrom('relationshipLink')
    .select('kid')
    .union(db.selectFrom('auth.oneTimeLink').select('kid').where('consumedAt', 'is', null))
    .execute()
  return rows.map(({ kid }) => kid)
}
