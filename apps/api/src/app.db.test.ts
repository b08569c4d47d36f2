import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import type { Id } from '@entente/domain/core/id'
import { type Account, authorizing, givenWorld, grantAll, keyring, tokenOf } from '@entente/trpc/testing'
import { type Answer, type Call, call, inShort } from '@entente/trpc/testing/http'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { createApp } from './app.ts'

const world = await givenWorld()
const lines: string[] = []
const app = createApp(
  world.services,
  pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
)
const ask = (request: Call) => call(app, request)

const accept = async (token: string, account?: Account, changes: object = {}) =>
  ask({
    path: 'invitation.accept',
    type: 'mutation',
    input: { ...authorizing(token), ...changes },
    token: account && (await world.tokenFor(account)),
  })

const revoke = (id: string) =>
  world.asOwner('update relationship_link set version = version + 1 where id = $1', [id])

async function givenInvited() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  return { partner, customer, token: tokenOf(partner), admin: customer.person }
}

describe('the responses to an invitation link', () => {
  test('R-054 S12 forged, unknown, of another cloud or cut short: one identical 404', async () => {
    const { partner, admin, token } = await givenInvited()
    const source = { kind: 'relationship', id: partner.links.plain, kid: 'k1', version: 1 } as const
    const forged = [
      linkToken(keyring.link, { ...source, cloud: 'germany' }),
      linkToken(keyring.session, { ...source, cloud: 'global' }),
      linkToken(keyring.link, { ...source, cloud: 'global', id: randomUUID() }),
      linkToken(keyring.link, { ...source, cloud: 'global', version: 2 }),
      linkToken(keyring.link, { ...source, cloud: 'global', kind: 'reset' }),
      `${tokenOf(await world.partner()).slice(0, 24)}${token.slice(24)}`,
      token.slice(0, -1),
      'nonsense',
    ]
    const requestId = randomUUID()
    const session = await world.tokenFor(admin)
    for (const path of ['invitation.card', 'invitation.review']) {
      const answers: Answer[] = []
      for (const given of forged)
        answers.push(await ask({ path, type: 'query', input: { token: given }, token: session, requestId }))
      expect(inShort(answers[0] as Answer)).toBe('404 link_unknown')
      expect(answers).toEqual(answers.map(() => answers[0]))
    }
    for (const given of forged) expect(inShort(await accept(given, admin))).toBe('404 link_unknown')
  })

  test('revoked: 410', async () => {
    const { partner, admin, token } = await givenInvited()
    await revoke(partner.links.plain)
    expect(inShort(await ask({ path: 'invitation.card', type: 'query', input: { token } }))).toBe(
      '410 link_revoked',
    )
    expect(inShort(await accept(token, admin))).toBe('410 link_revoked')
    expect(inShort(await accept(tokenOf(partner, { version: 2 }), admin))).toBe('200')
  })

  test('partner suspended: 409 without the partner’s name', async () => {
    const partner = await world.partner({ status: 'suspended' })
    const answer = await ask({ path: 'invitation.card', type: 'query', input: { token: tokenOf(partner) } })
    expect(inShort(answer)).toBe('409 partner_not_active')
    expect(answer.text).not.toContain(partner.legalName)
    expect(inShort(await accept(tokenOf(partner), (await world.customer()).person))).toBe(
      '409 partner_not_active',
    )
  })

  test('not signed in, or any session that is not a customer’s: 401', async () => {
    const { partner, token } = await givenInvited()
    for (const account of [undefined, partner.person, await world.operator()])
      expect(inShort(await accept(token, account))).toBe('401 not_signed_in')
    const bearer = { path: 'invitation.review', type: 'query', input: { token } } as const
    expect(inShort(await ask({ ...bearer, token: 'A'.repeat(43) }))).toBe('401 not_signed_in')
  })

  test('D-08 a customer’s user may not accept: an audited 403 that names global admins and relationship managers', async () => {
    const { customer, token, admin } = await givenInvited()
    const colleague = (role: 'user' | 'relationship_manager') =>
      world.person({ organisationId: customer.id, audience: 'customer', roles: [role] })
    const [person, manager] = [await colleague('user'), await colleague('relationship_manager')]
    const answer = await accept(token, person)
    expect(inShort(answer)).toBe('403 not_decider')
    // With an invalid link it is a 404: such a link must not send people to their admin.
    expect(inShort(await accept(`${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`, person))).toBe(
      '404 link_unknown',
    )
    expect(answer.body.error?.data.refusal).toEqual({
      code: 'not_decider',
      admins: expect.arrayContaining([admin, manager].map(({ name, email }) => ({ name, email }))),
    })
    expect(await world.auditOf(customer.id)).toMatchObject([{ action: 'permission.refused' }])
  })

  test('agreement not accepted: 422; a version other than the one shown: 409', async () => {
    const { token, admin } = await givenInvited()
    const { version } = authorizing(token).agreement
    expect(inShort(await accept(token, admin, { agreement: { accepted: false, version } }))).toBe(
      '422 agreement_not_accepted',
    )
    expect(inShort(await accept(token, admin, { agreement: { accepted: true, version: 'old' } }))).toBe(
      '409 agreement_changed',
    )
  })

  test('already accepted: 200', async () => {
    const { token, admin } = await givenInvited()
    expect((await accept(token, admin)).body.result?.data).toMatchObject({ result: 'accepted' })
    const again = await accept(token, admin)
    expect([inShort(again), again.body.result?.data]).toMatchObject(['200', { result: 'already_partner' }])
  })

  test('a holder changed: 409; the review then shows the new state', async () => {
    const { partner, customer, admin } = await givenInvited()
    const rival = await world.partner()
    const [token, later] = [partner, rival].map((from) => tokenOf(from, { withPrivileges: true })) as [
      string,
      string,
    ]
    expect(inShort(await accept(token, admin, authorizing(token, grantAll)))).toBe('200')
    expect(inShort(await accept(later, admin, authorizing(later, grantAll)))).toBe('409 holders_changed')
    const session = await world.tokenFor(customer.person)
    const review = await ask({
      path: 'invitation.review',
      type: 'query',
      input: { token: later },
      token: session,
    })
    expect(review.text).toContain(partner.legalName)
  })

  test('ten unknown links a minute from one address, then 429 with Retry-After; a genuine one is still served', async () => {
    const address = randomUUID()
    const guess = (token: string) =>
      ask({ path: 'invitation.card', type: 'query', input: { token }, address })
    for (let count = 0; count < 10; count++)
      expect(inShort(await guess(`guess-${count}`))).toBe('404 link_unknown')
    const answer = await guess('guess-11')
    expect(inShort(answer)).toBe('429 too_many_attempts')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(inShort(await guess((await givenInvited()).token))).toBe('200')
  })
})

describe('S7 reading changes nothing', () => {
  test('S7 three hundred visits by GET and HEAD leave every table as it was', async () => {
    const { admin, token } = await givenInvited()
    const session = await world.tokenFor(admin)
    const before = await contents()
    const served: Record<string, number> = { card: 200, review: 200, accept: 405, decline: 405 }
    for (const [path, got] of Object.entries(served))
      for (const [method, expected] of Object.entries({ GET: got, HEAD: 204 }))
        for (let visit = 0; visit < 38; visit++) {
          const input = encodeURIComponent(JSON.stringify(authorizing(token)))
          const headers = fromSite(session)
          const { status } = await app.request(`/trpc/invitation.${path}?input=${input}`, { method, headers })
          expect([method, path, status]).toEqual([method, path, expected])
        }
    expect(await contents()).toEqual(before)
  })

  test('S11 a write that is posted as a plain form is refused', async () => {
    const { admin, token } = await givenInvited()
    const session = fromSite(await world.tokenFor(admin))
    const json = JSON.stringify(authorizing(token))
    const form = new FormData()
    for (const [name, value] of Object.entries(authorizing(token))) form.set(name, JSON.stringify(value))
    const post = (body: string | FormData, type?: string) => {
      const headers = { ...session, ...(type && { 'content-type': type }) }
      return app.request('/trpc/invitation.accept', { method: 'POST', headers, body })
    }
    const answers = [
      await post(json, 'application/x-www-form-urlencoded'),
      await post(json, 'text/plain'),
      // Well-formed, with a boundary; but a form is not the input of a write.
      await post(form),
    ]
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 400])
    const rows = await world.asOwner('select 1 from acceptance where accepted_by = $1', [admin.id])
    expect(rows).toEqual([])
  })
})

describe('responses and logs', () => {
  test('U-07 no stack, no cause, no caching; the refusal’s code, and the request’s id everywhere', async () => {
    const requestId = randomUUID()
    const answer = await ask({ path: 'customers.list', type: 'query', input: {}, requestId })
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': requestId })
    expect(answer.body).toEqual({
      error: {
        code: expect.any(Number),
        message: 'not_signed_in',
        data: { code: 'UNAUTHORIZED', httpStatus: 401, refusal: { code: 'not_signed_in' }, requestId },
      },
    })
    expect((await ask({ path: 'no.such', type: 'query' })).status).toBe(404)
  })

  test('every response has the same security headers, ours and the library’s', async () => {
    const { token, admin } = await givenInvited()
    const session = await world.tokenFor(admin)
    const post = { method: 'POST', headers: { ...fromSite(session), 'content-type': 'application/json' } }
    const answers: Response[] = [
      await app.request('/healthz'),
      await app.request('/no/such'),
      await app.request('/trpc/session.current'),
      await app.request('/trpc/session.current', { headers: fromSite(session) }),
      await app.request('/trpc/no.such', { headers: fromSite(session) }),
      await app.request('/trpc/invitation.accept', { ...post, body: JSON.stringify(authorizing(token)) }),
      await app.request('/trpc/invitation.accept', { ...post, body: '{' }),
      await app.request('/trpc/invitation.accept?batch=1', { ...post, body: '{}' }),
      await app.request('/trpc/invitation.accept', { ...post, body: 'x'.repeat(1_000_000) }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 200, 404, 200, 400, 400, 413])
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-entente-code')).toBe(null)
    }
  })

  test('health and readiness', async () => {
    const alive = await app.request('/healthz')
    expect(alive.status).toBe(200)
    expect(await alive.json()).toEqual({ ok: true, version: manifest.version })
    expect((await app.request('/readyz')).status).toBe(200)
  })

  test('no link, password or session reaches the log, and nothing here was a fault', async () => {
    const { token, admin } = await givenInvited()
    const session = await world.tokenFor(admin)
    await accept(`${token}x`, admin)
    await ask({ path: 'invitation.card', type: 'query', input: { token }, token: session })
    const text = lines.join('')
    expect(text).toContain('"code":"link_unknown"')
    for (const secret of [token, session, token.slice(26)]) expect(text).not.toContain(secret)
    expect(lines.filter((line) => line.includes('"fault"'))).toEqual([])
  })
})

/** A digest of the contents of each table. */
async function contents(): Promise<Record<string, string>> {
  const tables = await world.asOwner<{ name: Id<'table'> }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'auth') and tablename not in ('rate_limit', 'guess')`)
  const all: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await world.asOwner<{ digest: string }>(
      `select encode(sha256(convert_to(coalesce(string_agg(t::text, '' order by t::text), ''), 'UTF8')), 'hex') as digest from ${name} t`,
    )
    all[name] = row?.digest ?? ''
  }
  return all
}
