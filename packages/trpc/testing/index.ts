import { createHash, randomUUID } from 'node:crypto'
import type { Keyring, Ring } from '@entente/auth/keyring'
import { type Limits, limitsOf } from '@entente/auth/limits'
import { linkToken } from '@entente/auth/link-token'
import { ownDirectory } from '@entente/auth/own-directory'
import { hashSessionToken, longestSession, newSessionToken } from '@entente/auth/session-token'
import type { SiteOf } from '@entente/auth/site-secret'
import { cloudOf } from '@entente/clouds/clouds'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import type { DocumentStore } from '@entente/db/enrolment/document-store'
import { type Awaits, insertSession } from '@entente/db/identity/sessions'
import { freshDatabase, type OwnServer } from '@entente/db/testing'
import {
  fixtureKid,
  givenCustomer,
  givenOperator,
  givenPartner,
  givenPartnership,
  givenPerson,
} from '@entente/db/testing/fixtures'
import type { Id } from '@entente/domain/core/id'
import type { OperatorRole } from '@entente/domain/core/role'
import type { MembershipDirectory } from '@entente/domain/enrolment/membership-directory'
import type { Refusal } from '@entente/domain/refusal'
import type { ServiceChoice } from '@entente/domain/relationship/acceptance'
import { directoryClient } from '@entente/outside/directory-client'
import { TRPCError } from '@trpc/server'
import { type RequestContext, type Services, visitorOf } from '../src/core/context.ts'
import { refusalOf } from '../src/core/refused.ts'
import { appRouter } from '../src/router.ts'
import { contact, siteOf, siteOfSession } from './sites.ts'

export type Caller = ReturnType<typeof appRouter.createCaller>
export type Account = { id: Id<'account'>; membershipId: Id<'membership'> }
export type Partner = Awaited<ReturnType<typeof givenPartner>>
export type Customer = Awaited<ReturnType<typeof givenCustomer>>
export type World = Awaited<ReturnType<typeof givenWorld>>

const ringOf = (purpose: string): Ring => ({
  newest: fixtureKid,
  keys: new Map([[fixtureKid, createHash('sha256').update(purpose).digest()]]),
})

/** The same keys in every test, so that a test can make tokens itself. */
export const keyring: Keyring = { link: ringOf('link'), session: ringOf('session'), data: ringOf('data') }

export const cloud = cloudOf('global')

/** Limits that never refuse, for tests that make thousands of guesses and are not about limits. */
export const generousLimits: Limits = { count: async () => null, giveBack: async () => undefined }

const sites = {
  partner: 'https://partner.entente.example',
  customer: 'https://customer.entente.example',
  operator: 'https://operator.entente.example',
}

/** A clock that a test can move forward. It starts now and runs on by itself. */
function movableClock() {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    forward({ minutes }: { minutes: number }) {
      ahead += minutes * 60_000
    },
  }
}

type Own = { limits: Limits; directory: MembershipDirectory; documents: DocumentStore; server: OwnServer }

/** The API's services on a database of the test file's own, and callers for any person. */
export async function givenWorld(options: Partial<Own> = {}) {
  const database = await freshDatabase(options.server)
  const clock = movableClock()
  const services: Services & { siteOf: SiteOf } = {
    siteOf,
    database: database.api,
    cloud,
    keyring,
    limits: options.limits ?? limitsOf(database.api),
    clock: clock.now,
    sessionTimes: longestSession,
    sites,
    ...contact,
    inBackground: (work) => void work(),
    outside: {
      membershipDirectory: options.directory ?? ownDirectory(database.api, cloud),
      signInDirectories: directoryClient({ allowLocal: true }),
      operatorDirectory: null,
      documents: options.documents ?? null,
    },
  }

  /** The token of a new session, as from `session.signIn`, without the slow check of a password. */
  async function tokenFor({ id: accountId, membershipId }: Account, awaits: Awaits | null = null) {
    const token = newSessionToken()
    const expiresAt = new Date(clock.now().getTime() + longestSession.absoluteHours * 3_600_000)
    const row = {
      id: newId<'session'>(),
      tokenHash: hashSessionToken(token),
      accountId,
      membershipId,
      expiresAt,
      awaits,
    }
    await asAuth(database.api, accountId, (db) => insertSession(db, row, clock.now()))
    await siteOfSession(database, token, accountId)
    return token
  }

  /** Calls procedures as one visitor; each call looks the session up again, as the API does. */
  function caller({
    token,
    ...request
  }: Partial<RequestContext> & { token?: string | undefined } = {}): Caller {
    const clientAddress = `visitor-${randomUUID()}`
    return appRouter.createCaller(async () => {
      const site = request.site ?? (await siteOfSession(database, token))
      return {
        ...services,
        requestId: randomUUID(),
        site,
        clientAddress,
        locale: 'en',
        ...(await visitorOf(services, site, token)),
        device: null,
        knownDevice: null,
        ...request,
      }
    })
  }

  return {
    ...database,
    services,
    clock,
    tokenFor,
    caller,
    /** Signs a person in and calls procedures as them. */
    as: async (person: Account): Promise<Caller> => caller({ token: await tokenFor(person) }),
    partner: (options?: Parameters<typeof givenPartner>[1]) => givenPartner(database.api, options),
    /** Makes a reseller and its provider partners of each other; the token of their link with privileges. */
    jointToken: async (reseller: Partner, provider: Partner) =>
      tokenOf(await givenPartnership(database.api, { reseller, provider }), { withPrivileges: true }),
    /** Makes a reseller and its provider partners of each other. */
    partnership: (sides: Parameters<typeof givenPartnership>[1]) => givenPartnership(database.api, sides),
    /** Ends the partnerships of a provider, as its resellers do. */
    endPartnerships: (provider: Partner) => database.asOwner(endPartnerships, [provider.id]),
    customer: (options?: Parameters<typeof givenCustomer>[1]) => givenCustomer(database.api, options),
    person: (options: Parameters<typeof givenPerson>[1]) => givenPerson(database.api, options),
    operator: (passwordHash?: string, role?: OperatorRole) => givenOperator(database.api, passwordHash, role),
    ...readersOf(database.asOwner),
  }
}

/** Ends the partnerships of one provider, in its resellers' names. */
export const endPartnerships = `update partnership set status = 'removed', access_removed_at = now(), ended_at = now(),
  ended_for = reseller_id, ended_by = authorised_by, attestation_version = '1' where provider_id = $1`

type AuditRow = {
  organisation_id: string
  action: string
  actor_kind: string | null
  actor_id: string | null
  payload: Record<string, unknown>
}
type LinkRow = {
  id: string
  kind: 'sign_up' | 'reset' | 'work_account' | 'set_up'
  kid: string
  version: number
}

/** Reads rows that only the database's owner can see. */
const readersOf = (asOwner: Awaited<ReturnType<typeof freshDatabase>>['asOwner']) => ({
  /** A tenant's audit records, oldest first. */
  auditOf: (organisationId: string) =>
    asOwner<AuditRow>(
      'select organisation_id, action, actor_kind, actor_id, payload from audit_record where organisation_id = $1 order by id',
      [organisationId],
    ),
  /** Jobs whose data names an id, oldest first. */
  jobsAbout: (id: string) =>
    asOwner<{ name: string; data: Record<string, string> }>(
      'select name, data from outbox where data::text like $1 order by name, id',
      [`%${id}%`],
    ),
  /** The token that the newest mail of a kind to an address carries. */
  async oneTimeToken(kind: LinkRow['kind'], email: string): Promise<string> {
    const [row] = await asOwner<LinkRow>(
      `select id, kind, kid, version from auth.one_time_link where kind = $1 and details ->> 'email' = $2
      order by id desc limit 1`,
      [kind, email],
    )
    if (!row) throw new Error(`No ${kind} link was made for ${email}.`)
    return linkToken(keyring.link, { cloud: cloud.id, ...row })
  },
})

/** The token that a partner's link carries. */
export function tokenOf(
  partner: { links: Pick<Partner['links'], 'plain' | 'withPrivileges'> },
  options: { withPrivileges?: boolean; version?: number } = {},
) {
  const id = options.withPrivileges ? partner.links.withPrivileges : partner.links.plain
  const version = options.version ?? 1
  return linkToken(keyring.link, { cloud: cloud.id, kind: 'relationship', id, kid: fixtureKid, version })
}

/** The token of a provider's link for its resellers. */
export const partnershipTokenOf = ({ links: { partnership: id } }: Partner) =>
  linkToken(keyring.link, { cloud: cloud.id, kind: 'partnership', id, kid: fixtureKid, version: 1 })

export type Choice = [service: string, choice: ServiceChoice, holderSeen?: Id<'organisation'>]

/** Every service of the cloud, granted while nobody holds it. */
export const grantAll: Choice[] = cloud.services.map(({ id }) => [id, 'grant'])

/** One choice for every service of the cloud: those named, and **skip** for the rest. */
export const choosing = (...named: Choice[]): Choice[] =>
  cloud.services.map(({ id }) => named.find(([service]) => service === id) ?? [id, 'skip'])

/** What the review page posts on **Authorize**. */
export const authorizing = (token: string, choices: Choice[] = []) => ({
  token,
  agreement: { accepted: true, version: cloud.agreements.customer.version },
  services: choices.map(([service, choice, holderSeen]) => ({
    service,
    choice,
    holderSeen: holderSeen ?? null,
  })),
  idempotencyKey: randomUUID(),
})

/** The refusal that a call ends with; a call that succeeds or breaks fails the test. */
export async function refusalFrom(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    const refusal = error instanceof TRPCError && refusalOf(error)
    if (refusal) return refusal
    throw error
  }
  throw new Error('The call was not refused.')
}

/** How calls made at once end, sorted: `done` or the code of the refusal; a call that breaks fails the test. */
export async function outcomesOf(...calls: Promise<unknown>[]): Promise<string[]> {
  const codeOf = async (cause: unknown) => (await refusalFrom(Promise.reject(cause))).code
  return (await Promise.all(calls.map((call) => call.then(() => 'done', codeOf)))).toSorted()
}
