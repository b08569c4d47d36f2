// Who may call the API inside the network: only the sites, each for its own people.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { newSiteSecret } from '@entente/auth/site-secret'
import { waitFor } from '@entente/testkit/wait'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newAddress, openWorld, type Side, type World } from '../testing/world.ts'

const demo = inject('demo')
let world: World
beforeAll(async () => {
  world = await openWorld(demo, inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

type Sent = { secret?: string; token?: string; address?: string; body?: object }

/** Calls a procedure of the internal listener, as any process that knows the port could. */
async function ask(procedure: string, { secret, token, address, body }: Sent): Promise<[number, string]> {
  const response = await fetch(`${demo.urls.api}/trpc/${procedure}`, {
    headers: {
      'content-type': 'application/json',
      ...(secret && { 'x-entente-site-secret': secret }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(address && { 'x-entente-client-address': address }),
    },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  return [response.status, await response.text()]
}

test('a process that knows the internal port, and even a session, gets nothing without a site’s secret', async () => {
  const token = await world.tokenFor((await world.partner()).person)
  const guess = newSiteSecret()
  for (const secret of [undefined, guess]) {
    const given = { ...(secret && { secret }), token }
    expect(await ask('customers.list?input=%7B%7D', given)).toEqual([401, '{"ok":false}'])
    const body = { email: 'nora@northwind.example', password: 'guess' }
    expect(await ask('session.signIn', { ...given, body })).toEqual([401, '{"ok":false}'])
  }
  const log = await waitFor(() => {
    const text = readFileSync(path.join(inject('demoLogs'), 'api.log'), 'utf8')
    return text.includes('unknown caller') && text
  })
  expect(log).not.toContain(guess)
})

test('the secret of the customers’ site cannot speak for operators', async () => {
  const [account] = demo.accounts.filter(({ roles }) => roles.includes('operator_admin'))
  const token = await world.tokenFor(await world.operator())
  const signIn = { email: account?.email, password: account?.password, audience: 'operator' }
  const at = async (site: Side) => {
    const secret = demo.siteSecrets[site]
    const [list] = await ask('operatorPartners.list?input=%7B%7D', { secret, token })
    const [signedIn] = await ask('session.signIn', { secret, address: newAddress(), body: signIn })
    return [list, signedIn]
  }
  expect(await at('customer')).toEqual([401, 401])
  expect(await at('operator')).toEqual([200, 200])
})

test('an address that a visitor forges is ignored: the guesses count for the real one', async () => {
  const page = async (forwarded: string) => {
    const response = await fetch(`${demo.urls.customer}/invitation/${randomUUID()}`, {
      headers: { 'x-forwarded-for': forwarded, 'x-entente-client-address': newAddress() },
    })
    return response.status
  }
  const [here, elsewhere] = [newAddress(), newAddress()]
  const answers: number[] = []
  for (let guess = 0; guess < 11; guess++) answers.push(await page(here))
  expect(answers).toEqual([...Array(10).fill(404), 429])
  expect(await page(elsewhere)).toBe(404)
})

test('guesses from one IPv6 connection count together, whatever host and port the proxy names', async () => {
  const network = newAddress().replace('::1', '')
  const answers: number[] = []
  for (let guess = 0; guess < 11; guess++) {
    const headers = { 'x-forwarded-for': `203.0.113.${guess}, [${network}::${guess + 1}]:${5000 + guess}` }
    const { status } = await fetch(`${demo.urls.customer}/invitation/${randomUUID()}`, { headers })
    answers.push(status)
  }
  expect(answers).toEqual([...Array(10).fill(404), 429])
})

test('metrics are not on the internal listener but on one of their own, which serves nothing else', async () => {
  const headers = { 'x-entente-site-secret': demo.siteSecrets.operator }
  expect((await fetch(`${demo.urls.api}/metrics`, { headers })).status).toBe(404)
  const scraped = await fetch(`${demo.urls.metrics}/metrics`)
  expect(await scraped.text()).toContain('entente_unknown_callers_total')
  expect((await fetch(`${demo.urls.metrics}/trpc/session.current`, { headers })).status).toBe(404)
})
