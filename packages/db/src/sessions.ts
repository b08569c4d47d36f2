import type { Audience } from '@entente/domain/audience'
import type { Id } from '@entente/domain/id'
import type { PartnerKind, PartnerStatus } from '@entente/domain/organisation'
import type { Role } from '@entente/domain/role'
import { sql } from 'kysely'
import { type Database, engineOf } from './database.ts'

import type { AuthDb } from './scopes.ts'

export type Session = {
  id: Id<'session'>
  audience: Audience
  roles: Role[]
  authenticatedAt: Date
  account: { id: Id<'account'>; name: string; email: string; locale: string | null; timeZone: string | null }
  membershipId: Id<'membership'>
  /** Null for an operator, who is no tenant. */
  organisation: {
    id: Id<'organisation'>
    legalName: string
    country: string
    partnerKind: PartnerKind | null
    partnerId: string | null
    partnerStatus: PartnerStatus | null
  } | null
  /** Not marked as seen for a minute: the next request should. */
  idle: boolean
}

type Row = {
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
  idle: boolean
}

/** The live session of a token's hash: one indexed statement, so that a change of role holds at the next request. */
export async function findSession(
  database: Database,
  tokenHash: Buffer,
  now: Date,
  idleMinutes: number,
): Promise<Session | undefined> {
  const { rows } = await sql<Row>`
    select session_id, account_id, membership_id, organisation_id, audience, roles, email, name, locale, time_zone,
      legal_name, country, partner_kind, partner_number, partner_status, authenticated_at, idle
    from auth.find_session(${tokenHash}, ${now}, make_interval(mins => ${idleMinutes}))`.execute(
    engineOf(database).kysely,
  )
  const row = rows[0]
  if (!row) return undefined
  return {
    id: row.sessionId,
    audience: row.audience,
    roles: row.roles,
    authenticatedAt: row.authenticatedAt,
    account: {
      id: row.accountId,
      name: row.name,
      email: row.email,
      locale: row.locale,
      timeZone: row.timeZone,
    },
    membershipId: row.membershipId,
    organisation: row.organisationId && {
      id: row.organisationId,
      legalName: row.legalName,
      country: row.country,
      partnerKind: row.partnerKind,
      partnerId: row.partnerNumber,
      partnerStatus: row.partnerStatus,
    },
    idle: row.idle,
  }
}

export type NewSession = {
  id: Id<'session'>
  tokenHash: Buffer
  accountId: Id<'account'>
  membershipId: Id<'membership'>
  expiresAt: Date
}

export const insertSession = (db: AuthDb, session: NewSession, now: Date): Promise<unknown> =>
  db
    .insertInto('auth.session')
    .values({ ...session, createdAt: now, authenticatedAt: now, seenAt: now })
    .execute()

export const markSessionSeen = (db: AuthDb, id: Id<'session'>, now: Date): Promise<unknown> =>
  db.updateTable('auth.session').set({ seenAt: now }).where('id', '=', id).execute()

export const endSession = (db: AuthDb, id: Id<'session'>, now: Date): Promise<unknown> =>
  db
    .updateTable('auth.session')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()

/** Ends every session of an account, but for one that may go on. */
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
