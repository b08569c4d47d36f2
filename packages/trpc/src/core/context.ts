import type { Keyring } from '@entente/auth/keyring'
import type { Limits } from '@entente/auth/limits'
import { hashSessionToken, sessionLimits } from '@entente/auth/session-token'
import type { Database } from '@entente/db/core/database'
import { asAuth } from '@entente/db/core/scopes'
import type { DocumentStore } from '@entente/db/enrolment/document-store'
import {
  findSession,
  findWaitingSession,
  markSessionSeen,
  type Session,
  type WaitingSession,
} from '@entente/db/identity/sessions'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import type { DirectoryClient } from '@entente/domain/partner/partner-directory'

/** What a process gives its procedures: no mail and no cloud client, so none can be called in a transaction. */
export type Services = {
  database: Database
  cloud: Cloud
  keyring: Keyring
  limits: Limits
  clock: () => Date
  /** Where membership sign-ins are asked; never inside a transaction. */
  directory: MembershipDirectory
  documents: DocumentStore
  /** Partners' own directories; never asked inside a transaction. */
  partnerDirectories: DirectoryClient
  /** The public origins of this instance's sites. */
  sites: { partner: string; customer: string; operator: string }
}

/** What one request adds. */
export type Context = Services & {
  requestId: string
  /** The visitor's address, as the internal listener's one trusted header names it. */
  clientAddress: string
  locale: Locale
  session: Session | null
  /** A sign-in whose password was right and that needs more: it opens only what finishes it. */
  waiting: WaitingSession | null
  /** What the visitor's browser says it is, as the site passes it on. */
  device: string | null
}

/** The session of a bearer token, or null. Marks it as seen at most once a minute. */
export async function sessionOf(
  { database, clock }: Services,
  token: string | undefined,
): Promise<Session | null> {
  if (!token) return null
  const now = clock()
  const session = await findSession(database, hashSessionToken(token), now, sessionLimits.idleMinutes)
  if (session?.idle) await asAuth(database, null, (db) => markSessionSeen(db, session.id, now))
  return session ?? null
}

/** Who a bearer token belongs to: a session, or a sign-in that still waits for its second factor. */
export async function visitorOf(
  services: Services,
  token: string | undefined,
): Promise<Pick<Context, 'session' | 'waiting'>> {
  const session = await sessionOf(services, token)
  if (session || !token) return { session, waiting: null }
  const { database, clock } = services
  const waiting = await asAuth(database, null, (db) =>
    findWaitingSession(db, hashSessionToken(token), clock()),
  )
  return { session: null, waiting: waiting ?? null }
}
