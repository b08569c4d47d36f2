// A stranger, a scanner or a foreign site cannot change anything on the sites.
import { readdirSync, readFileSync } from 'node:fs'
import { type OutgoingHttpHeaders, request } from 'node:http'
import path from 'node:path'
import { isFull } from '@entente/testkit/full'
import { waitFor } from '@entente/testkit/wait'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { inTurns } from '../testing/in-turns.ts'
import { linkIn } from '../testing/mails.ts'
import { redirectPayloads } from '../testing/payloads.ts'
import { actionsOf } from '../testing/site-actions.ts'
import { newAddress, openWorld, type Side, type World } from '../testing/world.ts'

let world: World
let partner: Awaited<ReturnType<World['partner']>>
let customer: Awaited<ReturnType<World['customer']>>
let invitation: { url: string; token: string }
let confirm: string
let reset: string
/** Identifies the rows of this file; rows of tests that run in parallel do not count. */
let ours: string[]
const applicant = `first@scanned-${Date.now()}.example`

beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
  partner = await world.partner({ legalName: 'Target Partner' })
  customer = await world.customer({ legalName: 'Target Customer' })
  invitation = await world.linkOf(partner.person)
  confirm = await signUpLink()
  reset = await resetLink()
  ours = [partner, customer, partner.person, customer.person].map(({ id }) => id)
  ours.push(applicant, customer.person.email, ...Object.values(partner.links))
})
afterAll(() => world?.close())

type Ask = { method?: string; headers?: OutgoingHttpHeaders; body?: string }
type Answer = { status: number; headers: Record<string, string>; body: string }

/** Sends a request with exactly these headers: `fetch` does not let a test set Host, Origin or Sec-Fetch-Site. */
function ask(url: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port, pathname, search, host } = new URL(url)
    const address = { 'x-forwarded-for': newAddress(), host, ...headers }
    const outgoing = request({ host: '127.0.0.1', port, path: pathname + search, method, headers: address })
    outgoing.on('error', reject).on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => (text += part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          body: text,
        }),
      )
    })
    outgoing.end(body)
  })
}

const form = 'application/x-www-form-urlencoded'

/** Posts a form as the site's own page does. */
const post = (side: Side, to: string, values: Record<string, string>, headers: OutgoingHttpHeaders = {}) =>
  ask(world.urls[side] + to, {
    method: 'POST',
    headers: { origin: world.urls[side], 'content-type': form, ...headers },
    body: new URLSearchParams(values).toString(),
  })

async function signUpLink(): Promise<string> {
  const values = {
    organisation: 'Scanned',
    country: 'IE',
    name: 'First',
    email: applicant,
  }
  await post('customer', '/sign-up', { ...values, idempotencyKey: crypto.randomUUID() })
  return linkIn(await world.mails.arrival(applicant, /^Confirm/), '/confirm/')
}

async function resetLink(): Promise<string> {
  const { email } = customer.person
  await post('customer', '/reset', { email, idempotencyKey: crypto.randomUUID() })
  return linkIn(await world.mails.arrival(email, /^Reset your password/), '/reset/')
}

/** One hash per table over all rows that contain one of `ours`, without sessions and rate limits. */
async function state(): Promise<string> {
  const tables = await world.asOwner<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'auth') and tablename not in ('session', 'rate_limit', 'guess', 'idempotency', 'audit_seal', 'audit_head') order by 1`,
  )
  const hashes = tables.map(async ({ name }) => {
    const query = `select count(*)::int as rows, encode(sha256(convert_to(string_agg(t::text, '|' order by t::text), 'UTF8')), 'hex') as hash from ${name} t where t::text like any($1)`
    const [row] = await world.asOwner(query, [ours.map((id) => `%${id}%`)])
    return [name, row]
  })
  return JSON.stringify(await Promise.all(hashes))
}

/** The state once the worker has recorded every mail to us as sent: from then on it changes no row of ours. */
async function settledState(): Promise<string> {
  const recipients = [applicant, customer.person.email]
  await waitFor(
    async () => {
      const mails = await world.asOwner<{ recipient: string; status: string }>(
        'select recipient, status from mail_delivery where recipient = any($1)',
        [recipients],
      )
      const reached = new Set(mails.map(({ recipient }) => recipient))
      return reached.size === recipients.length && mails.every(({ status }) => status === 'sent')
    },
    { timeoutMs: 15_000, what: 'the mails to us to be recorded as sent' },
  )
  return state()
}

describe('S7 scanners', () => {
  const agents = [
    'Mozilla/5.0 (Windows NT 10.0) SafeLinks',
    'Barracuda Sentinel',
    'Slackbot-LinkExpanding 1.0',
    'curl/8.9',
  ]

  test('S7 two hundred visits to link, confirm and reset pages change nothing', async () => {
    const before = await settledState()
    const pages = [invitation.url, `${invitation.url}/review`, `${invitation.url}/done`, confirm, reset]
    for (let round = 0; round < 5; round++) {
      const visits = pages.flatMap((page) =>
        agents.flatMap((agent) =>
          ['GET', 'HEAD'].map((method) => ask(page, { method, headers: { 'user-agent': agent } })),
        ),
      )
      for (const { status } of await Promise.all(visits)) expect([200, 303]).toContain(status)
    }
    expect(await state()).toBe(before)
    expect((await ask(confirm)).status).toBe(200)
  })

  test('S7 a browser that runs scripts and submits every form it finds changes nothing about the invitation', async () => {
    const before = await settledState()
    const page = await world.pageOf('customer')
    for (const start of [
      invitation.url,
      `${invitation.url}/review`,
      `${world.urls.customer}/sign-up?invitation=${invitation.token}`,
    ]) {
      await page.goto(start)
      const count = await page.locator('form').count()
      for (let index = 0; index < count; index++) {
        await page.goto(start)
        const left = page.waitForEvent('framenavigated')
        await page
          .locator('form')
          .nth(index)
          .evaluate((found) => (found as HTMLFormElement).submit())
        await left
      }
    }
    expect(await state()).toBe(before)
  })
})

test('S9 none of some 500 return values redirects away from the site, each at one place in turn, in the long run at all', async () => {
  const sessions = {
    partner: await world.tokenFor(partner.person),
    customer: await world.tokenFor(customer.person),
  }
  const strays: string[] = []
  let redirects = 0
  const check = async (side: Side, value: string, answer: Promise<Answer>) => {
    const { status, headers } = await answer
    const { location } = headers
    if (location !== undefined) redirects++
    if (status >= 500) strays.push(`${status} for ${JSON.stringify(value)}`)
    // A browser resolves Location relative to the page; a naive client reads it as it is.
    const isHome =
      location === undefined ||
      (new URL(location, world.urls[side]).origin === world.urls[side] && /^\/(?![/\\])/.test(location))
    if (!isHome) strays.push(`${side} ${JSON.stringify(value)} -> ${location}`)
  }
  const signedIn = (side: 'partner' | 'customer') => ({
    headers: { cookie: `${world.cookieName(side)}=${sessions[side]}` },
  })
  const escaped = (value: string) => encodeURIComponent(value.toWellFormed())
  const places: ((value: string) => Promise<void>)[] = [
    ...(['partner', 'customer'] as const).flatMap((side) => [
      (value: string) =>
        check(side, value, ask(`${world.urls[side]}/sign-in?return=${escaped(value)}`, signedIn(side))),
      (value: string) => check(side, value, post(side, `/${escaped(value)}?entente-theme=dark`, {})),
      (value: string) =>
        check(side, value, post(side, `/sign-in?return=${escaped(value)}&entente-language=en`, {})),
    ]),
    (value) =>
      check(
        'customer',
        value,
        ask(`${world.urls.customer}/sign-up?invitation=${escaped(value)}`, signedIn('customer')),
      ),
  ]
  await inTurns([...redirectPayloads.entries()], ([at, value]) =>
    Promise.all(
      places.filter((_, place) => isFull || at % places.length === place).map((try_) => try_(value)),
    ),
  )
  expect(redirectPayloads.length).toBeGreaterThanOrEqual(500)
  // Every choice of a theme or language redirects; without a redirect nothing could leave the site.
  expect(redirects).toBeGreaterThanOrEqual((isFull ? 4 : 0.5) * redirectPayloads.length)
  expect(strays).toEqual([])
}, 120_000)

test('S9 signing in with a hostile return value stays on the site', async () => {
  const password = 'seven quiet harbours 43'
  await world.setPassword(partner.person, password)
  const { email } = partner.person
  for (const value of redirectPayloads.filter((_, index) => index % 50 === 0)) {
    const { status, headers } = await post(
      'partner',
      `/sign-in?return=${encodeURIComponent(value.toWellFormed())}`,
      { email, password },
    )
    expect(status).toBe(303)
    expect(headers.location).toMatch(/^\/(?![/\\])/)
    expect(new URL(headers.location ?? '', world.urls.partner).origin).toBe(world.urls.partner)
  }
})

describe('S11 requests that another site makes a browser send', () => {
  const variants: [string, (own: string) => OutgoingHttpHeaders][] = [
    ['foreign origin', () => ({ origin: 'https://evil.example', 'content-type': form })],
    ['foreign origin, plain text', () => ({ origin: 'https://evil.example', 'content-type': 'text/plain' })],
    [
      'foreign origin, multipart',
      () => ({ origin: 'https://evil.example', 'content-type': 'multipart/form-data; boundary=x' }),
    ],
    ['foreign origin, JSON', () => ({ origin: 'https://evil.example', 'content-type': 'application/json' })],
    ['neighbour', (own) => ({ origin: `${own}.evil.example`, 'content-type': form })],
    ['other port', (own) => ({ origin: own.replace(/\d+$/, '1'), 'content-type': form })],
    ['null origin', () => ({ origin: 'null', 'content-type': form })],
    [
      'null origin, cross-site',
      () => ({ origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': form }),
    ],
    [
      'null origin, same-site',
      () => ({ origin: 'null', 'sec-fetch-site': 'same-site', 'content-type': form }),
    ],
    ['no origin', () => ({ 'content-type': form })],
    ['no origin, plain text', () => ({ 'content-type': 'text/plain' })],
    ['no origin, no type', () => ({})],
    ['no origin, cross-site', () => ({ 'sec-fetch-site': 'cross-site', 'content-type': form })],
  ]

  test.each([
    ['partner', 'partner-portal'],
    ['customer', 'acceptance-site'],
    ['operator', 'operator-console'],
  ] as const)('S11 every form of the %s site refuses them', async (side, app) => {
    const actions = await actionsOf(app)
    expect(actions.length).toBeGreaterThanOrEqual(20)
    const people = { partner: partner.person, customer: customer.person, operator: await world.operator() }
    const cookie = `${world.cookieName(side)}=${await world.tokenFor(people[side])}`
    const before = await settledState()
    const tokens = {
      '/invitation': invitation.token,
      '/confirm': confirm.split('/').at(-1),
      '/reset': reset.split('/').at(-1),
    }
    const accepted: string[] = []
    const body =
      'idempotencyKey=00000000-0000-4000-8000-000000000000&agreement=on&email=a%40b.example&theme=dark&language=de'
    for (const action of actions) {
      const token = Object.entries(tokens).find(([start]) => action.startsWith(start))?.[1] ?? ''
      const url = world.urls[side] + action.replace('[token]', token)
      const answers = variants.map(async ([name, headers]) => {
        const { status } = await ask(url, {
          method: 'POST',
          headers: { cookie, ...headers(world.urls[side]) },
          body,
        })
        if (status !== 403 && status !== 415) accepted.push(`${status} ${action} ${name}`)
      })
      await Promise.all(answers)
    }
    expect(accepted).toEqual([])
    expect(await state()).toBe(before)
    expect((await ask(`${world.urls[side]}/account`, { headers: { cookie } })).status).toBe(200)
  })

  test('S11 the API ignores cookies: a mutation without its bearer token is refused', async () => {
    const before = await settledState()
    for (const [side, token] of Object.entries({
      partner: await world.tokenFor(partner.person),
      customer: await world.tokenFor(customer.person),
    })) {
      const cookie = `${world.cookieName(side as Side)}=${token}`
      for (const name of [
        'relationshipRequest.prepare',
        'invitation.decline',
        'people.decide',
        'account.changePassword',
        'account.setPreferences',
        'session.endOthers',
      ]) {
        const body = JSON.stringify({
          idempotencyKey: crypto.randomUUID(),
          token: invitation.token,
          tellPartner: true,
          locale: 'de',
        })
        const site = { 'x-entente-site-secret': world.demo.siteSecrets.customer }
        const headers = { ...site, cookie, 'content-type': 'application/json' }
        const { status } = await ask(`${world.urls.api}/trpc/${name}`, { method: 'POST', headers, body })
        expect([name, status]).toEqual([name, 401])
      }
    }
    expect(await state()).toBe(before)
  })
})

describe('S12 altered tokens', () => {
  const flip = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  const alterations = (token: string) =>
    [...token]
      .map((_, at) => flip(token, at))
      .concat(token.slice(0, -1), `${token}A`, token.toLowerCase(), '')

  test('S12 a session cookie with one changed character, or of the other audience, does not sign in', async () => {
    const token = await world.tokenFor(partner.person)
    const visit = (value: string) =>
      ask(`${world.urls.partner}/customers`, {
        headers: { cookie: `${world.cookieName('partner')}=${value}` },
      })
    expect((await visit(token)).status).toBe(200)
    for (const answer of await Promise.all(
      [...alterations(token), await world.tokenFor(customer.person)].map(visit),
    )) {
      expect([303, 401]).toContain(answer.status)
      expect(answer.body).not.toContain('Target Partner')
    }
  })

  test('S12 a link with one changed character is not found', async () => {
    const one = confirm.split('/').at(-1) ?? ''
    const again = reset.split('/').at(-1) ?? ''
    const pages = [
      ...alterations(invitation.token).map((token) => `/invitation/${token}`),
      ...alterations(one).map((token) => `/confirm/${token}`),
      ...alterations(again).map((token) => `/reset/${token}`),
      // A token of one kind is not valid as another.
      ...[`/confirm/${invitation.token}`, `/confirm/${again}`, `/reset/${one}`, `/invitation/${one}`],
    ].filter((page) => !page.endsWith('/'))
    for (const page of pages) {
      const { status } = await ask(world.urls.customer + page)
      expect([page, status]).toEqual([page, 404])
    }
  })
})

describe('V3 headers and errors', () => {
  test('every page forbids foreign scripts, framing and sniffing; token pages send no path as a referrer and are not stored', async () => {
    const pages: [Side, string, boolean][] = [
      ['partner', '/sign-in', false],
      ['partner', '/nowhere', false],
      ['customer', '/sign-in', false],
      ['customer', '/nowhere', false],
      ['customer', `/invitation/${invitation.token}`, true],
      ['customer', `/invitation/${invitation.token}x`, true],
      ['customer', new URL(confirm).pathname, true],
      ['customer', new URL(reset).pathname, true],
    ]
    for (const [side, page, hasToken] of pages) {
      const { headers, body } = await ask(world.urls[side] + page)
      const policy = headers['content-security-policy'] ?? ''
      const scripts =
        /(?:script-src|default-src) ([^;]*)/.exec(
          policy.includes('script-src ') ? policy.replace(/default-src[^;]*;?/, '') : policy,
        )?.[1] ?? ''
      expect([page, scripts]).toEqual([page, expect.not.stringMatching(/unsafe|\*|https?:|data:/)])
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe-eval')
      for (const [script] of body.matchAll(/<script[^>]*>/g))
        expect(script).toMatch(/nonce="[^"]{16,}"|src="\//)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe(hasToken ? 'no-referrer, strict-origin' : 'same-origin')
      if (hasToken) expect(headers['cache-control']).toBe('no-store')
    }
    const cookie = `${world.cookieName('partner')}=${await world.tokenFor(partner.person)}`
    const withScripts = () => ask(`${world.urls.partner}/customers`, { headers: { cookie } })
    const scripted = await Promise.all([withScripts(), withScripts()])
    for (const { body } of scripted) {
      const scripts = [...body.matchAll(/<script[^>]*>/g)].map(([script]) => script)
      expect(scripts).not.toEqual([])
      for (const script of scripts) expect(script).toMatch(/nonce="[^"]{16,}"|src="\//)
    }
    const nonces = scripted.map(({ headers }) => headers['content-security-policy'])
    expect(nonces[0]).toContain('nonce-')
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test('a request for an unknown host is answered with 421', async () => {
    for (const side of ['partner', 'customer'] as const) {
      for (const host of [
        'evil.example',
        'localhost',
        `localhost:1`,
        new URL(world.urls[side === 'partner' ? 'customer' : 'partner']).host,
      ]) {
        const { status, body } = await ask(`${world.urls[side]}/sign-in`, { headers: { host } })
        expect([host, status]).toEqual([host, 421])
        expect(body).not.toContain('<')
      }
    }
  })

  test('an error page shows no internals', async () => {
    const cookie = `${world.cookieName('partner')}=${await world.tokenFor(partner.person)}`
    const own = { origin: world.urls.partner, cookie }
    const site = { 'x-entente-site-secret': world.demo.siteSecrets.partner }
    const answers = await Promise.all([
      ask(`${world.urls.partner}/%ff`),
      ask(`${world.urls.partner}/nowhere`),
      ask(`${world.urls.partner}/customers/not-an-id`, { headers: { cookie } }),
      ask(`${world.urls.partner}/customers?cursor=%00%ff`, { headers: { cookie } }),
      ask(`${world.urls.partner}/requests?cursor=e30`, { headers: { cookie } }),
      ask(`${world.urls.partner}/counter?list=secrets`, { headers: { cookie } }),
      ask(`${world.urls.partner}/requests/new?/nothing`, {
        method: 'POST',
        headers: { ...own, 'content-type': form },
        body: 'x=1',
      }),
      ask(`${world.urls.partner}/requests/new?/send`, {
        method: 'POST',
        headers: { ...own, 'content-type': form },
        body: '',
      }),
      ask(`${world.urls.partner}/requests/new?/send`, {
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json' },
        body: '{',
      }),
      ask(`${world.urls.partner}/sign-in`, {
        method: 'POST',
        headers: { ...own, 'content-type': 'multipart/form-data' },
        body: 'x',
      }),
      ask(`${world.urls.partner}/sign-in`, { method: 'DELETE', headers: own }),
      ask(`${world.urls.customer}/invitation/a.b.c`),
      ask(`${world.urls.api}/trpc/nothing`, { headers: site }),
      ask(`${world.urls.api}/trpc/invitation.card?input=%7B`, { headers: site }),
    ])
    for (const { status, body } of answers) {
      expect(body).not.toMatch(
        /\.(js|ts|svelte):\d+|node_modules|file:\/\/|\bat [\w.<>]+ \(|\b(Kysely|postgres|pg_|SvelteKit|TRPCError|ZodError)\b|127\.0\.0\.1/,
      )
      expect(status).toBeGreaterThanOrEqual(200)
    }
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
  })
})

test('S13 no log contains a token or a password', () => {
  const logs = inject('demoLogs')
  const secrets = [confirm, reset, invitation.url].map(
    (link) => (link.split('/').at(-1) ?? '').split('.').at(-1) ?? '',
  )
  const texts = readdirSync(logs).map((name) => [name, readFileSync(path.join(logs, name), 'utf8')] as const)
  expect(texts.map(([name]) => name)).toContain('api.log')
  for (const [name, text] of texts) {
    for (const secret of [...secrets, 'quiet harbours'])
      expect([name, text.includes(secret)]).toEqual([name, false])
  }
})
