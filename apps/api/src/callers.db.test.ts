import { hashPassword } from '@entente/auth/password'
import { newSiteSecret } from '@entente/auth/site-secret'
import { givenWorld } from '@entente/trpc/testing'
import { call, inShort } from '@entente/trpc/testing/http'
import { siteSecrets } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { createApiMetrics, createMetricsApp } from './metrics.ts'

const world = await givenWorld()
const metrics = createApiMetrics(world.services.database)
const lines: string[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
const app = createApp(world.services, log, { metrics })
const password = 'kettle meadow bronze 9'

test('a request without the secret of a site is refused before anything is looked up, counted and logged', async () => {
  const partner = await world.partner()
  const authorization = `Bearer ${await world.tokenFor(partner.person)}`
  const guess = newSiteSecret()
  const before = lines.length
  for (const secret of [undefined, guess, '']) {
    const answer = await app.request('/trpc/customers.list?input=%7B%7D', {
      headers: {
        ...(secret !== undefined && { 'x-entente-site-secret': secret }),
        authorization,
        'x-entente-client-address': '192.0.2.1',
      },
    })
    expect([answer.status, await answer.text()]).toEqual([401, '{"ok":false}'])
  }
  const written = lines.slice(before).join('')
  expect(written.match(/unknown caller/g)).toHaveLength(3)
  expect(written).not.toContain(guess)
  const { body } = await metrics.read()
  expect(body).toContain('entente_unknown_callers_total 3')
  expect(body).not.toContain('procedure="customers.list"')
})

test('the secret of a site fixes whose sessions it may use', async () => {
  const [partner, operator] = [await world.partner(), await world.operator()]
  const asked = (token: string, site: 'partner' | 'customer' | 'operator', path: string) =>
    call(app, { path, type: 'query', input: {}, token, site }).then(inShort)
  const operators = await world.tokenFor(operator)
  expect(await asked(operators, 'operator', 'operatorPartners.list')).toBe('200')
  for (const site of ['partner', 'customer'] as const) {
    expect(await asked(operators, site, 'operatorPartners.list')).toBe('401 not_signed_in')
    expect(
      (await call(app, { path: 'session.current', type: 'query', token: operators, site })).body,
    ).toEqual({
      result: { data: null },
    })
  }
  const partners = await world.tokenFor(partner.person)
  expect(await asked(partners, 'customer', 'customers.list')).toBe('401 not_signed_in')
  expect(await asked(partners, 'partner', 'customers.list')).toBe('200')
})

test('a sign-in at a site is one of its audience, whatever else is posted', async () => {
  const operator = await world.operator(await hashPassword(password))
  const signIn = async (site: 'customer' | 'operator') => {
    const input = { email: operator.email, password, audience: 'operator' }
    return inShort(await call(app, { path: 'session.signIn', type: 'mutation', site, input }))
  }
  expect(await signIn('customer')).toBe('401 wrong_credentials')
  expect(await signIn('operator')).toBe('200')
})

test('a sign-in in progress goes on only at the site where it began', async () => {
  const operator = await world.operator()
  const token = await world.tokenFor(operator, 'second_factor')
  const at = async (site: 'customer' | 'operator') =>
    (await call(app, { path: 'session.waiting', type: 'query', token, site })).body
  expect(await at('customer')).toEqual({ result: { data: null } })
  expect(await at('operator')).toEqual({ result: { data: { awaits: 'second_factor' } } })
})

test('metrics are on a listener of their own', async () => {
  const headers = { 'x-entente-site-secret': siteSecrets.operator }
  expect((await app.request('/metrics', { headers })).status).toBe(404)
  expect((await createMetricsApp(metrics).request('/metrics')).status).toBe(200)
})
