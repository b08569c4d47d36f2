import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { hashSiteSecret, newSiteSecret } from '@entente/auth/site-secret'
import { trustedProxies } from '@entente/process/client-address'
import { authorizing, givenWorld, grantAll, tokenOf } from '@entente/trpc/testing'
import { removingCustomer } from '@entente/trpc/testing/removal'
import { getRequestListener } from '@hono/node-server'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createPublicApp } from './public-app.ts'

const world = await givenWorld()
const secrets = { azure: newSiteSecret(), intune: newSiteSecret() }
const lines: string[] = []
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
const app = createPublicApp(
  {
    ...world.services,
    resendWebhookSecrets: [],
    servicePortals: Object.entries(secrets).map(([service, one]) => ({ service, hash: hashSiteSecret(one) })),
    trustedProxies: trustedProxies([]),
  },
  log,
)
const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
await once(server, 'listening')
const entente = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const portal = fork(path.join(import.meta.dirname, '../testing/example-service.ts'), [entente, secrets.azure])
const [{ port }] = (await once(portal, 'message')) as [{ port: number }]
const address = `http://127.0.0.1:${port}`
afterAll(() => {
  portal.kill()
  server.close()
})

const key = () => ({ idempotencyKey: randomUUID() })
const read = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as object),
})
const arrive = async (token: string) =>
  read(await fetch(`${address}/sessions`, { method: 'POST', body: token })) as Promise<
    { status: number; session?: string } & Record<string, unknown>
  >
const goOn = async (session: unknown) => read(await fetch(`${address}/sessions/${session}`))
const ask = async (way: 'hand-overs' | 'grants', token: string, secret: string) =>
  read(
    await fetch(`${entente}/services/${way}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ token }),
    }),
  )

async function given() {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const admin = await world.as(customer.person)
  const { relationshipId: id } = await admin.invitation.accept(
    authorizing(tokenOf(partner, { withPrivileges: true }), grantAll),
  )
  const agent = await world.as(partner.person)
  const open = async (service = 'azure') => {
    const opened = await agent.customerServices.open({ id, service, ...key() })
    if (!('token' in opened)) throw new Error('The token was not answered.')
    return opened.token as string
  }
  return { partner, customer, admin, agent, id, open }
}

test('R-001 R-003 R-024 a service’s portal learns once who comes from which partner for which customer', async () => {
  const { partner, customer, admin, open } = await given()
  const token = await open()
  const arrived = await arrive(token)
  expect(arrived).toMatchObject({
    status: 200,
    person: { id: partner.person.id, name: partner.person.name },
    partner: { id: partner.id, name: partner.legalName },
    customer: { id: customer.id, name: customer.legalName },
    service: 'azure',
  })
  expect(await goOn(arrived.session)).toEqual({ status: 200 })
  expect(await arrive(token)).toEqual({ status: 403, error: 'hand_over_used' })
  // The same record in the customer's log, the answer and the audit.
  const { entries } = await admin.accessLog.list({})
  expect(entries.map(({ id: access }) => access)).toEqual([arrived.access])
  const audit = await world.auditOf(partner.id)
  expect(audit.filter(({ action }) => action === 'customer_service.entered')).toMatchObject([
    { payload: { accessId: arrived.access, customerId: customer.id, service: 'azure' } },
  ])
  for (const secret of [token, secrets.azure]) expect(lines.join('')).not.toContain(secret)
})

test('a hand-over opens its own service, within a minute, and cannot be made or changed elsewhere', async () => {
  const { open } = await given()
  const token = await open()
  const invalid = { status: 403, error: 'hand_over_invalid' }
  expect(await ask('hand-overs', token, secrets.intune)).toEqual(invalid)
  expect(await ask('grants', token, secrets.azure)).toEqual(invalid)
  const [head = '', body = '', signature = ''] = token.split('.')
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), customer: randomUUID() }
  const forged = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const unsigned = Buffer.from('{"alg":"none","typ":"hand-over+jwt"}').toString('base64url')
  const otherKey = Buffer.from('{"alg":"HS256","kid":"x","typ":"hand-over+jwt"}').toString('base64url')
  for (const wrong of [
    `${head}.${forged}.${signature}`,
    `${unsigned}.${body}.`,
    `${otherKey}.${body}.${signature}`,
    'x',
  ])
    expect(await ask('hand-overs', wrong, secrets.azure)).toEqual(invalid)
  world.clock.forward({ minutes: 1.1 })
  expect(await ask('hand-overs', token, secrets.azure)).toEqual(invalid)
})

test('of two portals that redeem one hand-over at once, one is let in', async () => {
  const token = await (await given()).open()
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask('hand-overs', token, secrets.azure)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403])
})

test('R-001 R-030 a removal of the privileges is felt at the next request, before and after the portal let the person in', async () => {
  const { partner, admin, open } = await given()
  const [late, early] = [await open(), await open()]
  const { session } = await arrive(early)
  expect(await goOn(session)).toEqual({ status: 200 })
  await admin.partnerRelationships.removeRoles({ partnerId: partner.id, services: ['azure'], ...key() })
  expect(await goOn(session)).toEqual({ status: 403, error: 'not_granted' })
  expect(await arrive(late)).toEqual({ status: 403, error: 'not_granted' })
})

test('R-156 a hand-over works where privileges were kept after the relationship was removed', async () => {
  const { agent, customer, id, open } = await given()
  const before = await arrive(await open())
  await agent.customerRemoval.remove(removingCustomer(id, customer))
  expect(await goOn(before.session)).toEqual({ status: 200 })
  expect(await arrive(await open())).toMatchObject({ status: 200, customer: { name: customer.legalName } })
})

test('a person who lost the role, was removed or suspended is let in no more, and a partner whose privileges are frozen', async () => {
  for (const [how, error] of [
    [`update auth.membership set roles = '{sales_agent}' where account_id = $1`, 'missing_permission'],
    [`update auth.membership set status = 'removed', roles = '{}' where account_id = $1`, 'not_found'],
    [`update auth.account set suspended_at = now() where id = $1`, 'not_found'],
    [
      `update organisation set privileges_frozen_at = now() where id in
        (select organisation_id from auth.membership where account_id = $1)`,
      'privileges_frozen',
    ],
  ] as const) {
    const { partner, open } = await given()
    const { session } = await arrive(await open())
    await world.asOwner(how, [partner.person.id])
    expect(await goOn(session), how).toEqual({ status: 403, error })
  }
})

test('a portal without a known secret is told nothing, and is stopped after thirty attempts', async () => {
  const token = await (await given()).open()
  expect(await ask('hand-overs', token, newSiteSecret())).toEqual({ status: 401, error: 'unknown_service' })
  expect((await fetch(`${entente}/services/hand-overs`, { method: 'POST' })).status).toBe(401)
  expect(await ask('hand-overs', '', secrets.azure)).toEqual({ status: 400, error: 'invalid_input' })
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask('grants', token, newSiteSecret())))
  expect(answers.map(({ status }) => status)).toContain(429)
  // The known one is served all the same.
  expect(await ask('hand-overs', token, secrets.azure)).toMatchObject({ status: 200 })
})
