import type { Keyring } from '@entente/auth/keyring'
import type { Limits } from '@entente/auth/limits'
import { hashSessionToken, type SessionTimes } from '@entente/auth/session-token'
import type { Database } from '@entente/db/core/database'
import { asAuth } from '@entente/db/core/scopes'
import type { DocumentStore } from '@entente/db/enrolment/document-store'
import { markSessionSeen } from '@entente/db/identity/renewed-sessions'
import {
  findSession,
  findWaitingSession,
  type Session,
  type WaitingSession,
} from '@entente/db/identity/sessions'
import type { Audience } from '@entente/domain/core/audience'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import type { Directory, DirectoryClient } from '@entente/domain/identity/sign-in-directory'
import type { OperatorContact } from '@entente/domain/operator/instance-setting'
import type { FactorClaim } from '@entente/domain/operator/operator-directory'

/** What a process gives its acts. No client of another server, so that no transaction can call one. */
export type Acts = {
  database: Database
  cloud: Cloud
  keyring: Keyring
  limits: Limits
  /** The public origins of this instance's sites. */
  sites: { partner: string; customer: string; operator: string }
  sessionTimes: SessionTimes
  /** How to reach the operator, unless operators saved another contact. */
  operator: OperatorContact
  /** The address that every mail comes from. */
  mailSender: string
  /** Does what a request started and does not wait for. It may be cut off when the process ends. */
  inBackground: (work: () => Promise<unknown>) => void
}

/** The issuer where operators sign in, and which of its claims say that a second factor was given. */
export type OperatorDirectory = Directory & { factors: readonly FactorClaim[]; client: DirectoryClient }

/** What leaves the process. A procedure's transaction never has it; what is prepared before the transaction does. */
export type Outside = {
  membershipDirectory: MembershipDirectory
  /** Talks to partners' sign-in directories. */
  signInDirectories: DirectoryClient
  /** Null where operators sign in with passwords alone. */
  operatorDirectory: OperatorDirectory | null
  /** Keeps uploaded documents; null where the database does. */
  documents: DocumentStore | null
}

/** What a process gives its procedures. */
export type Services = Acts & { clock: () => Date; outside: Outside }

/** What one request adds. */
type RequestFacts = {
  requestId: string
  /** The site that asks, as its secret says. It speaks for people of this audience alone. */
  site: Audience
  /** The visitor's address, as the site states it. */
  clientAddress: string
  locale: Locale
  session: Session | null
  /** A sign-in in progress: the password was right and more is needed. It allows only what finishes it. */
  waiting: WaitingSession | null
  /** The browser's user agent, as the site passes it on. */
  device: string | null
  /** The token that an earlier sign-in left in this browser, unchecked. */
  knownDevice: string | null
}

/** What a request brings to the router. */
export type RequestContext = Services & RequestFacts

/** What a procedure acts with. `now` is read once for each call, so that one act has one time. */
export type Context = Acts & RequestFacts & { now: Date }

/**
 * The session or the sign-in in progress that a bearer token belongs to, if it is of the site's audience. Activity marks a session as seen, once a
 * minute; what an open page asks by itself does not.
 */
export async function visitorOf(
  { database, clock, sessionTimes }: Pick<Services, 'database' | 'clock' | 'sessionTimes'>,
  site: Audience,
  token: string | undefined,
  { isActivity = true } = {},
): Promise<Pick<RequestFacts, 'session' | 'waiting'>> {
  if (!token) return { session: null, waiting: null }
  const [hash, now] = [hashSessionToken(token), clock()]
  const session = await findSession(database, hash, now, sessionTimes.idleMinutes)
  if (session && session.audience !== site) return { session: null, waiting: null }
  if (session?.idle && isActivity) await asAuth(database, null, (db) => markSessionSeen(db, session, now))
  if (session) return { session, waiting: null }
  const waiting = await asAuth(database, null, (db) => findWaitingSession(db, hash, now))
  return { session: null, waiting: waiting?.audience === site ? waiting : null }
}
