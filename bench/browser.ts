import path from 'node:path'
import { hashSessionToken, newSessionToken } from '@entente/auth/session-token'
import { closeDatabase, type Database, openDatabase } from '@entente/db/core/database'
import { newId } from '@entente/db/core/new-id'
import { asAuth } from '@entente/db/core/scopes'
import { insertSession } from '@entente/db/identity/sessions'
import { givenCustomer } from '@entente/db/testing/fixtures'
import { type Audience, audiences } from '@entente/domain/core/audience'
import type { Id } from '@entente/domain/core/id'
import { launchBrowser, newVisitor } from '@entente/testkit/browser'
import { waitFor } from '@entente/testkit/wait'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { insertListed } from './customers.ts'
import { type Demo, startDemo } from './demo.ts'
import { temporaryFolder } from './lab.ts'
import type { Row } from './rows.ts'
import { type Page, pressAll, type Vitals, vitalsOf, watchVitals } from './vitals.ts'

type Browser = Awaited<ReturnType<typeof launchBrowser>>

const windows = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]
/** Customers of the demo's partner besides those of the demo. */
const customers = 1000

/** A page that people wait for most, and the cookie of the person who opens it. */
type Place = { side: Audience; name: string; path: string; token?: string }
type Visited = Vitals & { place: Place; width: number }

const aims = [
  { key: 'lcp', what: 'LCP', unit: 'ms', atMost: 1000 },
  { key: 'cls', what: 'CLS', unit: '', atMost: 0.02 },
  { key: 'inp', what: 'INP', unit: 'ms', atMost: 100 },
] as const

/**
 * What do people wait for in a browser? Opens the fullest pages of each site as `npm start` serves them, in Chromium with a cold
 * cache, as wide as a desktop and as a telephone, and presses and types what can be pressed and typed without leaving the page. Shows
 * the worst page of each site: of each page the value that three of four visits stay within, as Web Vitals are counted. No
 * network lies between, and the processor is that of this machine.
 */
export const browser: Bench = async ({ sizes: [visits = 5] }) => {
  const demo = await startDemo(path.dirname(import.meta.dirname), temporaryFolder())
  try {
    const chromium = await launchBrowser()
    try {
      const places = await givenPlaces(demo, chromium)
      const seen: Visited[] = []
      for (const place of places)
        for (const window of windows) {
          const all: Vitals[] = []
          // The first visit is for the server, which has not rendered the page yet.
          for (let visit = 0; visit <= visits; visit++) {
            const vitals = await open(chromium, demo, place, window)
            if (visit > 0) all.push(vitals)
          }
          const vitals = {
            lcp: ofThreeOfFour(all, 'lcp'),
            cls: ofThreeOfFour(all, 'cls'),
            inp: ofThreeOfFour(all, 'inp'),
          }
          seen.push({ ...vitals, place, width: window.width })
        }
      return audiences.flatMap((side) =>
        rowsOf(
          side,
          seen.filter(({ place }) => place.side === side),
        ),
      )
    } finally {
      await chromium.close()
    }
  } finally {
    await demo.stop()
  }
}

function ofThreeOfFour(all: Vitals[], key: keyof Vitals): number {
  const sorted = all.map((vitals) => vitals[key]).toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.75) - 1] ?? Number.POSITIVE_INFINITY
}

const sites: Record<Audience, string> = {
  partner: 'portal',
  customer: 'acceptance site',
  operator: 'console',
}

function rowsOf(side: Audience, seen: Visited[]): Row[] {
  return aims.map(({ key, what, unit, atMost }) => {
    const worst = seen.reduce((one, other) => (other[key] > one[key] ? other : one))
    const shown = key === 'cls' ? worst.cls.toFixed(3) : `${worst[key].toFixed()} ms`
    const others = seen.map(
      (one) => `${one.place.name} ${one.width}: ${one[key].toFixed(key === 'cls' ? 3 : 0)}`,
    )
    console.log(`${sites[side]}, ${what}: ${others.join(', ')}`)
    return {
      what: `${what} of the ${sites[side]}'s worst page`,
      figure: `${shown} ${worst.place.name}, ${worst.width} px`,
      value: worst[key],
      unit,
      target: { atMost },
    }
  })
}

/** The demo with a partner whose list is full, a customer who is invited, and somebody signed in on each site. */
async function givenPlaces({ facts, databaseUrl }: Demo, chromium: Browser): Promise<Place[]> {
  const owner = new pg.Client(databaseUrl)
  await owner.connect()
  const database = openDatabase({ url: databaseUrl, connectionsMax: 1 })
  try {
    const nora = await personOf(owner, facts, ({ email }) => email.startsWith('nora@'))
    const olga = await personOf(
      owner,
      facts,
      ({ audience, roles }) => audience === 'operator' && roles.includes('operator_admin'),
    )
    const { rows } = await owner.query(
      `select r.id from relationship r left join subscription s on s.customer_id = r.customer_id
       where r.partner_id = $1 and r.status = 'active' group by r.id order by count(s.id) desc limit 1`,
      [nora.organisationId],
    )
    await insertListed(owner, nora.organisationId, 1, customers)
    await owner.query('vacuum analyze')
    await waitFor(
      async () =>
        (await owner.query('select from organisation where terms_version = 0 limit 1')).rowCount === 0,
      { timeoutMs: 60_000, intervalMs: 500, what: 'the indexer' },
    )
    const [partner, operator] = [await signIn(database, nora), await signIn(database, olga)]
    const invited = await givenCustomer(database, { legalName: 'Lakeside Bakery' })
    const customer = await signIn(database, { ...invited.person, organisationId: invited.id })
    const composer = { side: 'partner', name: 'composer', path: '/requests/new', token: partner } as const
    const link = await visitPage(chromium, facts, composer, {}, async (page) => {
      await page.goto(composer.path)
      return new URL(await page.getByLabel('Link', { exact: true }).inputValue()).pathname
    })
    return [
      { side: 'partner', name: 'Customers', path: '/customers', token: partner },
      composer,
      { side: 'partner', name: "a customer's record", path: `/customers/${rows[0]?.id}`, token: partner },
      { side: 'customer', name: 'invitation', path: link },
      { side: 'customer', name: 'review', path: `${link}/review`, token: customer },
      { side: 'operator', name: 'overview', path: '/overview', token: operator },
      { side: 'operator', name: 'Customers', path: '/customers', token: operator },
      { side: 'operator', name: 'Audit', path: '/audit', token: operator },
    ]
  } finally {
    await closeDatabase(database)
    await owner.end()
  }
}

type Person = { id: Id<'account'>; membershipId: Id<'membership'>; organisationId: Id<'organisation'> }

async function personOf(
  owner: pg.Client,
  { accounts }: Demo['facts'],
  isWanted: (account: Demo['facts']['accounts'][number]) => boolean,
): Promise<Person> {
  const account = accounts.find(isWanted)
  const { rows } = await owner.query(
    `select a.id, m.id as "membershipId", m.organisation_id as "organisationId" from auth.account a
     join auth.membership m on m.account_id = a.id where a.email = $1 and a.audience = $2`,
    [account?.email, account?.audience],
  )
  return rows[0]
}

async function signIn(database: Database, { id, membershipId }: Person): Promise<string> {
  const token = newSessionToken()
  const [now, expiresAt] = [new Date(), new Date(Date.now() + 3_600_000)]
  const session = {
    id: newId<'session'>(),
    tokenHash: hashSessionToken(token),
    accountId: id,
    membershipId,
    expiresAt,
  }
  await asAuth(database, id, (db) => insertSession(db, session, now))
  return token
}

/** A page in a browser that has never been here. */
async function visitPage<T>(
  chromium: Browser,
  { urls, cloud }: Demo['facts'],
  { side, token }: Place,
  viewport: { viewport?: { width: number; height: number } },
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const visitor = await newVisitor(chromium, { baseURL: urls[side], ...viewport })
  const cookie = {
    name: `entente-${cloud}-${side}`,
    url: urls[side],
    httpOnly: true,
    sameSite: 'Lax' as const,
  }
  if (token) await visitor.addCookies([{ ...cookie, value: token }])
  try {
    return await work(await visitor.newPage())
  } finally {
    await visitor.close()
  }
}

const open = (
  chromium: Browser,
  { facts }: Demo,
  place: Place,
  viewport: { width: number; height: number },
): Promise<Vitals> =>
  visitPage(chromium, facts, place, { viewport }, async (page) => {
    await page.addInitScript(watchVitals)
    const answer = await page.goto(place.path, { waitUntil: 'load' })
    if (answer?.status() !== 200) throw new Error(`${place.name} answered ${answer?.status()}.`)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(300)
    await pressAll(page)
    await page.waitForTimeout(200)
    if (new URL(page.url()).pathname !== place.path)
      throw new Error(`${place.name} was left for ${page.url()}.`)
    return vitalsOf(page)
  })
