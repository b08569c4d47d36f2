import type { Audience } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/core/organisation'
import type { Role } from '@entente/domain/core/role'
import { type RawBuilder, sql } from 'kysely'
import { type Database, engineOf } from '../core/database.ts'
import type { AuthDb } from '../core/scopes.ts'
import { type Places, statement } from '../core/statement.ts'

export type Session = {
  id: Id<'session'>
  audience: Audience
  roles: Role[]
  authenticatedAt: Date
  account: { id: Id<'account'>; name: string; email: string; locale: string | null; timeZone: string | null }
  membershipId: Id<'membership'>
  /** Null for an operator, who belongs to no tenant. */
  organisation: {
    id: Id<'organisation'>
    legalName: string
    country: string
    partnerKind: PartnerKind | null
    partnerId: string | null
    partnerStatus: PartnerStatus | null
  } | null
  /** Whether the person may act in another company too. */
  hasCompanies: boolean
  /** Was not marked as seen for a minute, or is used for the first time since it was renewed: `markSessionSeen` is due. */
  idle: boolean
  /** How far the primary had written then, where there is a replica: what was acknowledged before is part of it. */
  position: string | null
}

export type SessionRow = {
  sessionId: Id<'session'>
  accountId: Id<'account'>
  membershipId: Id<'membership'>
  organisationId: Id<'organisation'> | null
  audience: Audience
  roles: Role[]
  email: string
  name: string
  locale: string | null
  timeZone: string | null
  legalName: string
  country: string
  partnerKind: PartnerKind | null
  partnerNumber: string | null
  partnerStatus: PartnerStatus | null
  authenticatedAt: Date
  hasCompanies: boolean
  idle: boolean
  position: string | null
}

/** The live session of a token's hash. Reads the roles each time, so that a change holds from the next request on. */
export async function findSession(
  database: Database,
  tokenHash: Buffer,
  now: Date,
  idleMinutes: number,
): Promise<Session | undefined> {
  const { kysely, replica } = engineOf(database)
  const find = replica ? findWithPosition : findAlone
  const { rows } = await kysely.executeQuery(find({ tokenHash, now, idleMinutes }))
  const row = rows[0]
  if (!row) return undefined
  const { accountId: id, name, email, locale, timeZone } = row
  const { audience, roles, authenticatedAt, hasCompanies, idle, position: written } = row
  return {
    id: row.sessionId,
    ...{ audience, roles, authenticatedAt, hasCompanies, idle, position: written },
    account: { id, name, email, locale, timeZone },
    membershipId: row.membershipId,
    organisation: row.organisationId && {
      id: row.organisationId,
      legalName: row.legalName,
      country: row.country,
      partnerKind: row.partnerKind,
      partnerId: row.partnerNumber,
      partnerStatus: row.partnerStatus,
    },
  }
}

const finding = (position: RawBuilder<unknown>) =>
  statement(
    (_, { tokenHash, now, idleMinutes }: Places<{ tokenHash: Buffer; now: Date; idleMinutes: number }>) =>
      sql<SessionRow>`
    select session_id, account_id, membership_id, organisation_id, audience, roles, email, name, locale, time_zone,
      legal_name, country, partner_kind, partner_number, partner_status, authenticated_at,
      elsewhere as has_companies, idle, ${position} as position
    from auth.find_session(${tokenHash}, ${now}, make_interval(mins => ${idleMinutes}))`,
  )

const findAlone = finding(sql`null`)
const findWithPosition = finding(sql`pg_current_wal_flush_lsn()::text`)

export type NewSession = {
  id: Id<'session'>
  tokenHash: Buffer
  accountId: Id<'account'>
  membershipId: Id<'membership'>
  expiresAt: Date
  /** What the sign-in waits for; until then the session only opens the procedures that finish it. */
  awaits?: Awaits | null
  /** How the sign-in began. */
  method?: SignInMethod
  /** A coarse label such as `Firefox, Linux`, for the person's own list. */
  device?: string | null
}

export const insertSession = (db: AuthDb, session: NewSession, now: Date): Promise<unknown> =>
  db
    .insertInto('auth.session')
    .values({ ...session, createdAt: now, authenticatedAt: now, seenAt: now })
    .execute()

/** When the sign-in was that a session goes back to: a session that is renewed stays as old as it. */
export async function beginningOfSession(db: AuthDb, id: Id<'session'>): Promise<Date | undefined> {
  const row = await db.selectFrom('auth.session').select('createdAt').where('id', '=', id).executeTakeFirst()
  return row?.createdAt
}

/** Ends a session; false when it had ended already. */
export async function endSession(db: AuthDb, id: Id<'session'>, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/**
 * Locks an account, so that its sessions begin and end one act after another: a sign-in that read the state before a
 * change cannot leave a session behind it. Comes first in a transaction, before any row of the account is written.
 */
export const lockAccount = (db: AuthDb, id: Id<'account'>): Promise<unknown> =>
  db.selectFrom('auth.account').select('id').where('id', '=', id).forNoKeyUpdate().execute()

/** Ends every session of an account, except one that may continue. */
export const endSessionsOf = (
  db: AuthDb,
  accountId: Id<'account'>,
  except: Id<'session'> | null,
  now: Date,
) =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .$if(except !== null, (query) => query.where('id', '!=', except as Id<'session'>))
    .execute()

export type SignInMethod = 'password' | 'directory'

/** How a session's sign-in began; a session from before methods were stored counts as begun with a password. */
export async function findSignInMethod(db: AuthDb, id: Id<'session'>): Promise<SignInMethod> {
  const { method } = await db
    .selectFrom('auth.session')
    .select('method')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return (method ?? 'password') as SignInMethod
}

/** What a sign-in with the right password still needs: the second factor, a new password, or to set up a factor. */
export type Awaits = 'second_factor' | 'password_change' | 'second_factor_set_up'

/** A sign-in in progress: it only opens the procedures that finish it. */
export type WaitingSession = {
  id: Id<'session'>
  awaits: Awaits
  method: SignInMethod
  audience: Audience
  account: { id: Id<'account'>; email: string; passwordChangedAt: Date | null }
  membershipId: Id<'membership'>
  organisationId: Id<'organisation'> | null
  roles: Role[]
}

export async function findWaitingSession(
  db: AuthDb,
  tokenHash: Buffer,
  now: Date,
): Promise<WaitingSession | undefined> {
  const row = await db
    .selectFrom('auth.session as session')
    .innerJoin('auth.membership as membership', 'membership.id', 'session.membershipId')
    .innerJoin('auth.account as account', 'account.id', 'session.accountId')
    .leftJoin('auth.credential as credential', 'credential.accountId', 'session.accountId')
    .select([
      'session.id',
      'session.awaits',
      'session.method',
      'session.accountId',
      'session.membershipId',
      'membership.audience',
      'membership.organisationId',
      'membership.roles',
      'account.email',
      'credential.changedAt',
    ])
    .where('session.tokenHash', '=', tokenHash)
    .where('session.awaits', 'is not', null)
    .where('session.endedAt', 'is', null)
    .where('session.expiresAt', '>', now)
    .where('membership.status', '=', 'active')
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      awaits: row.awaits as Awaits,
      // A sign-in in progress from before methods were stored counts as begun with a password.
      method: (row.method ?? 'password') as SignInMethod,
      audience: row.audience as Audience,
      account: { id: row.accountId, email: row.email, passwordChangedAt: row.changedAt },
      membershipId: row.membershipId,
      organisationId: row.organisationId,
      roles: row.roles as Role[],
    }
  )
}
