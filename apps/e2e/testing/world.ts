// Gives a test access to the running stack: its own organisations, sessions without a sign-in, the mails, and the
// database as its owner. Every test file creates its own data, so that files can run in parallel.
import { randomInt } from 'node:crypto'
import { readKeyring } from '@entente/auth/keyring'
import { hashPassword } from '@entente/auth/password'
import { hashSessionToken, longestSession, newSessionToken } from '@entente/auth/session-token'
import { issueSetUpLink } from '@entente/auth/set-up-link'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertAccount, insertMembership } from '@entente/db/identity/accounts'
import { type Awaits, insertSession } from '@entente/db/identity/sessions'
import { givenCustomer, givenPartner, givenPartnership, givenPerson } from '@entente/db/testing/fixtures'
import type { CloudId } from '@entente/domain/core/cloud'
import type { Id } from '@entente/domain/core/id'
import type { OperatorRole } from '@entente/domain/core/role'
import { launchBrowser, newVisitor } from '@entente/testkit/browser'
import type { DemoFacts } from '@entente/testkit/demo'
import pg from 'pg'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { createApi } from './api.ts'
import { createMailbox } from './mails.ts'

export type Side = 'partner' | 'customer' | 'operator'
export type Person = {
  id: Id<'account'>
  membershipId: Id<'membership'>
  /** What a sign-in in progress still waits for. */
  awaits?: Awaits
  /** The session that set something up which no other sees. */
  token?: string
}
export type World = Awaited<ReturnType<typeof openWorld>>

/** An address of the documentation range: each visitor has a separate rate limit. */
export const newAddress = (): string =>
  `2001:db8:${randomInt(0xffff).toString(16)}:${randomInt(0xffff).toString(16)}::1`

/** Connects to the running stack of `demo`; `close` releases all connections and browsers. */
export async function openWorld(demo: DemoFacts, databaseUrl: string) {
  const database = openDatabase({ url: databaseUrl, connectionsMax: 4 })
  const owner = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  let launched: Promise<Browser> | undefined
  const browser = () => (launched ??= launchBrowser())
  const { urls } = demo
  const api = createApi(urls.api, async (token) => demo.siteSecrets[await siteOf(token)])

  /** The site that a session belongs to. */
  async function siteOf(token: string): Promise<Side> {
    const [account] = await asOwner<{ audience: Side }>(
      `select a.audience from auth.session s join auth.account a on a.id = s.account_id where s.token_hash = $1`,
      [hashSessionToken(token)],
    )
    return account?.audience ?? 'customer'
  }

  const asOwner = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await owner.query<Row>(text, values)).rows

  /** Creates a session without the slow password check and returns its token. */
  async function tokenFor({ id: accountId, membershipId, awaits, token: own }: Person): Promise<string> {
    if (own) return own
    const token = newSessionToken()
    const expiresAt = new Date(Date.now() + longestSession.absoluteHours * 3_600_000)
    const row = {
      id: newId<'session'>(),
      tokenHash: hashSessionToken(token),
      accountId,
      membershipId,
      expiresAt,
      ...(awaits && { awaits }),
    }
    await asAuth(database, accountId, (db) => insertSession(db, row, new Date()))
    return token
  }

  const cookieName = (side: Side) => `entente-${demo.cloud}-${side}`

  /** Opens a page for a new visitor of one site, signed in as `person` if given. */
  async function pageOf(side: Side, person?: Person, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await newVisitor(await browser(), {
      baseURL: urls[side],
      extraHTTPHeaders: { 'x-forwarded-for': newAddress() },
      ...options,
    })
    if (person) {
      const value = await tokenFor(person)
      await context.addCookies([
        { name: cookieName(side), value, url: urls[side], httpOnly: true, sameSite: 'Lax' },
      ])
    }
    return context.newPage()
  }

  const [link] = await asOwner<{ kid: string }>('select kid from relationship_link limit 1')
  if (!link) throw new Error('The demo has no relationship link.')

  return {
    demo,
    urls,
    api,
    mails: createMailbox(urls.mailbox),
    asOwner,
    tokenFor,
    cookieName,
    pageOf,
    browser,
    partner: (wishes: Parameters<typeof givenPartner>[1] = {}) =>
      givenPartner(database, { kid: link.kid, ...wishes }),
    customer: (wishes: Parameters<typeof givenCustomer>[1] = {}) => givenCustomer(database, wishes),
    /** Makes a reseller and its provider partners of each other. */
    partnership: (sides: Parameters<typeof givenPartnership>[1]) =>
      givenPartnership(database, { kid: link.kid, ...sides }),
    person: (wishes: Parameters<typeof givenPerson>[1]) => givenPerson(database, wishes),
    operator: (role: OperatorRole = 'operator_admin') => givenOperator(database, role),
    /** Finds a seeded account by the start of its address, to sign in with its password. */
    account: (start: string) => {
      const found = demo.accounts.find(({ email }) => email.startsWith(start))
      if (!found) throw new Error(`The demo has no account of ${start}.`)
      return found
    },
    setPassword: async (person: Person, password: string) =>
      asOwner('update auth.credential set password_hash = $2 where account_id = $1', [
        person.id,
        await hashPassword(password),
      ]),
    /** The token of a link to choose the first password. */
    setUpToken: async (keysFile: string, account: { id: Id<'account'>; email: string }) => {
      const { link } = readKeyring(keysFile)
      const setUp = { cloud: demo.cloud as CloudId, account }
      return (await asAuth(database, account.id, (db) => issueSetUpLink(db, link, setUp, new Date()))).token
    },
    /** Lets the mail of a request go at once, which waits for an Undo. */
    sendNow: (to: string) =>
      asOwner(
        `update outbox set not_before = null from request_recipient mail where mail.id = outbox.id and mail.address = $1`,
        [to],
      ),
    /** A partner's link: its URL and token. */
    async linkOf(person: Person, withPrivileges = true): Promise<{ url: string; token: string }> {
      const token = await tokenFor(person)
      const { link: url } = await api.query<{ link: string }>(token, 'relationshipRequest.draft', {
        withPrivileges,
      })
      return { url, token: url.split('/').at(-1) ?? '' }
    },
    /** A customer accepts a partner's link, granting `services` and skipping or keeping the others. */
    async accept(customer: Person, token: string, services: 'all' | readonly string[] = 'all') {
      const session = await tokenFor(customer)
      const review = await api.query<Review>(session, 'invitation.review', { token })
      return api.mutate<{ relationshipId: string }>(session, 'invitation.accept', {
        token,
        agreement: { accepted: true, version: review.agreement.version },
        services: review.services.map(({ service, state, holder }) => {
          const isWanted = services === 'all' || services.includes(service)
          const [yes, no] = state === 'held_by_other' ? ['move', 'keep'] : ['grant', 'skip']
          return {
            service,
            choice: isWanted && state !== 'already_yours' ? yes : no,
            holderSeen: holder?.id ?? null,
          }
        }),
      })
    },
    async close() {
      await (await launched)?.close()
      await owner.end()
      await closeDatabase(database)
    },
  }
}

async function givenOperator(database: Database, role: OperatorRole): Promise<Person & { email: string }> {
  const [id, membershipId] = [newId<'account'>(), newId<'membership'>()]
  const email = `operator-${id.slice(-12)}@operator.example`
  const account = { id, audience: 'operator' as const, email, name: 'Olga Bridge', passwordHash: 'none' }
  const membership = { audience: 'operator' as const, organisationId: null, status: 'active' as const }
  await asAuth(database, null, async (db) => {
    await insertAccount(db, account, new Date())
    await insertMembership(db, { id: membershipId, accountId: id, ...membership, roles: [role] }, new Date())
  })
  return { id, membershipId, email }
}

type Review = {
  agreement: { version: string }
  services: { service: string; state: string; holder: { id: string } | null }[]
}
