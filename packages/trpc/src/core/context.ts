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

/** What a process gives its procedures. No mail client and no cloud client, so that no transaction can call one. */
export type Services = {
  database: Database
  cloud: Cloud
  keyring: Keyring
  limits: Limits
  clock: () => Date
  /** Checks sign-ins to the membership directory. Never call it inside a transaction. */
  directory: MembershipDirectory
  documents: DocumentStore
  /** Talks to partners' sign-in directories. Never call it inside a transaction. */
  partnerDirectories: DirectoryClient
  /** The public origins of this instance's sites. */
  sites: { partner: string; customer: string; operator: string }
}

/** What one request adds. */
export type Context = Services & {
  requestId: string
  /** The visitor's address, from the one header that the internal listener trusts. */
  clientAddress: string
  locale: Locale
  session: Session | null
  /** A sign-in in progress: the password was right and more is needed. It allows only what finishes it. */
  waiting: WaitingSession | null
  /** The browser's user agent, as the site passes it on. */
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

/** The session or the sign-in in progress that a bearer token belongs to. */
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
