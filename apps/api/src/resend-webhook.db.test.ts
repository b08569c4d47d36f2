import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limitsOf } from '@entente/auth/limits'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { trustedProxies } from '@entente/process/client-address'
import { freePort } from '@entente/testkit/ports'
import { givenWorld } from '@entente/trpc/testing'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { createPublicApp } from './public-app.ts'

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`
const secret = newSecret()
const world = await givenWorld()
const log = pino({ level: 'silent' })
const proxies = trustedProxies(['10.0.0.0/8'])
const listening = (...resendWebhookSecrets: string[]) =>
  createPublicApp(
    { ...world.services, resendWebhookSecrets, servicePortals: [], trustedProxies: proxies },
    log,
  )
const app = listening(secret)

/** What Node knows about a request: its sender. */
const sentFrom = (remoteAddress: string, forwarded?: string) => ({
  incoming: {
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage,
})
let lastHost = 0
/** A client address that has sent nothing yet. */
const newAddress = () => `203.0.${Math.floor(++lastHost / 250)}.${lastHost % 250}`

type Sent = { id?: string; at?: Date; by?: string; to?: typeof app; changed?: string; from?: string }

/** Sends a webhook as the provider does, signed by a secret. */
async function send(
  body: unknown,
  {
    id = `msg_${randomUUID()}`,
    at = new Date(),
    by = secret,
    to = app,
    changed,
    from = newAddress(),
  }: Sent = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = {
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(by).sign(id, at, text),
  }
  const request = { method: 'POST', headers, body: changed ?? text }
  return (await to.request('/webhooks/resend', request, sentFrom(from))).status
}

const eventOf = (type: string, delivery: string = randomUUID()) => ({
  type,
  created_at: '2027-01-02T03:04:05.000Z',
  data: { email_id: randomUUID(), to: ['ada@customer.example'], subject: 'x', tags: { delivery } },
})

const receipts = () => world.asOwner('select * from webhook_receipt order by received_at')
const jobs = () => world.asOwner(`select data from outbox where name = 'feedback.received'`)
const counts = async () => [(await receipts()).length, (await jobs()).length]

describe('webhooks of the mail provider', () => {
  test('a signed event is stored with the job that applies it, without an e-mail address', async () => {
    const delivery = randomUUID()
    const before = await counts()
    expect(await send(eventOf('email.bounced', delivery), { id: 'msg_1' })).toBe(200)
    expect(await counts()).toEqual(before.map((count) => count + 1))
    const [receipt] = await world.asOwner(`select * from webhook_receipt where id = 'msg_1'`)
    expect(receipt).toMatchObject({ source: 'resend', event: 'email.bounced', delivery_id: delivery })
    expect(receipt?.occurred_at).toEqual(new Date('2027-01-02T03:04:05.000Z'))
    expect(JSON.stringify([await receipts(), await jobs()])).not.toContain('customer.example')
  })

  test('R6 a message that comes eight times at once is answered each time and applied once', async () => {
    const before = await counts()
    const event = eventOf('email.delivered')
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(event, { id: 'msg_twice' })))
    expect(answers).toEqual(Array(8).fill(200))
    expect(await counts()).toEqual(before.map((count) => count + 1))
  })

  test('an event about no mail of ours is accepted and dropped; opens are never tracked', async () => {
    const before = await counts()
    const strange = [
      eventOf('email.opened'),
      eventOf('contact.created'),
      { ...eventOf('email.bounced'), data: {} },
      eventOf('email.bounced', 'not-an-id'),
      'null',
      'not json',
    ]
    for (const event of strange) expect(await send(event)).toBe(200)
    expect(await counts()).toEqual(before)
  })

  test('S20 another instance’s secret, a changed body, an old or a future date: 401, and nothing is stored', async () => {
    const before = await counts()
    const event = eventOf('email.complained')
    const minutes = (count: number) => new Date(Date.now() + count * 60_000)
    expect(await send(event, { by: newSecret() })).toBe(401)
    expect(await send(event, { changed: JSON.stringify(eventOf('email.complained')) })).toBe(401)
    expect(await send(event, { at: minutes(-6) })).toBe(401)
    expect(await send(event, { at: minutes(6) })).toBe(401)
    const plain = { method: 'POST', body: JSON.stringify(event) }
    const unsigned = await app.request('/webhooks/resend', plain, sentFrom(newAddress()))
    expect(unsigned.status).toBe(401)
    for (const signature of ['v1', 'v1,', 'v2,x', ', ,', 'v1,%%%']) {
      const headers = {
        'svix-id': 'x',
        'svix-timestamp': String(Date.now() / 1000),
        'svix-signature': signature,
      }
      const request = { method: 'POST', headers, body: '{}' }
      const answer = await app.request('/webhooks/resend', request, sentFrom(newAddress()))
      expect([signature, answer.status]).toEqual([signature, 401])
    }
    expect(await counts()).toEqual(before)
  })

  test('a body above 64 kB is refused unread', async () => {
    expect(await send({ ...eventOf('email.bounced'), more: 'x'.repeat(64 * 1024) })).toBe(413)
  })

  test('S20 during a rotation, signatures of both secrets are accepted, and no others', async () => {
    const newer = newSecret()
    const to = listening(newer, secret)
    expect(await send(eventOf('email.delivered'), { to, by: newer })).toBe(200)
    expect(await send(eventOf('email.delivered'), { to, by: secret })).toBe(200)
    expect(await send(eventOf('email.delivered'), { to, by: newSecret() })).toBe(401)
    expect(await send(eventOf('email.delivered'), { by: newer })).toBe(401)
  })

  test('S4 unsigned requests are limited to 30 a minute per address; signed ones are never limited', async () => {
    const [from, by, before] = [newAddress(), newSecret(), await counts()]
    const event = eventOf('email.delivered')
    const wrong = await Promise.all(Array.from({ length: 40 }, () => send(event, { from, by })))
    expect(wrong.filter((status) => status === 401)).toHaveLength(30)
    expect(wrong.filter((status) => status === 429)).toHaveLength(10)
    const large = 'x'.repeat(65 * 1024)
    const answer = await app.request('/webhooks/resend', { method: 'POST', body: large }, sentFrom(from))
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await counts()).toEqual(before)
    const burst = Array.from({ length: 100 }, () => send(eventOf('email.delivered'), { from }))
    expect(new Set(await Promise.all(burst))).toEqual(new Set([200]))
    expect(await send(event, { from: newAddress(), by })).toBe(401)
  })

  test('S4 on a real socket the limit counts the peer’s address', async () => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const answers: number[] = []
    for (let at = 0; at < 31; at++) {
      const headers = { 'x-forwarded-for': newAddress() }
      const request = { method: 'POST', headers, body: '{}' }
      answers.push((await fetch(`http://127.0.0.1:${port}/webhooks/resend`, request)).status)
    }
    server.close()
    expect(answers).toEqual([...Array(30).fill(401), 429])
  })

  test('S4 behind a trusted proxy each sender is counted separately, and nobody else can claim another address', async () => {
    const post = async (from: ReturnType<typeof sentFrom>) =>
      (await app.request('/webhooks/resend', { method: 'POST', body: '{}' }, from)).status
    const [one, other, liar] = [newAddress(), newAddress(), newAddress()]
    for (let at = 0; at < 30; at++) expect(await post(sentFrom('10.0.0.1', one))).toBe(401)
    expect(await post(sentFrom('10.0.0.1', one))).toBe(429)
    expect(await post(sentFrom('10.0.0.1', other))).toBe(401)
    for (let at = 0; at < 30; at++) expect(await post(sentFrom(liar, `192.0.2.${at}`))).toBe(401)
    expect(await post(sentFrom(liar, '192.0.2.99'))).toBe(429)
  })

  test('R5 while the database is down the response is 503, so that the provider retries', async () => {
    const database = openDatabase({ url: `postgres://nobody@127.0.0.1:${await freePort()}/nothing` })
    const services = { ...world.services, database, limits: limitsOf(database) }
    const away = createPublicApp(
      { ...services, resendWebhookSecrets: [secret], servicePortals: [], trustedProxies: proxies },
      log,
    )
    const sent = { id: `msg_${randomUUID()}` }
    expect(await send(eventOf('email.delivered'), { ...sent, to: away })).toBe(503)
    expect(await send(eventOf('email.delivered'), { by: newSecret(), to: away })).toBe(503)
    const before = await counts()
    expect(await send(eventOf('email.delivered'), sent)).toBe(200)
    expect(await counts()).toEqual(before.map((count) => count + 1))
    await closeDatabase(database)
  })

  test('without a secret there is no such endpoint', async () => {
    expect(await send(eventOf('email.bounced'), { to: listening() })).toBe(404)
  })

  test('the public listener serves nothing of the sites’ API', async () => {
    for (const path of ['/trpc/session.current', '/readyz', '/'])
      expect((await app.request(path)).status).toBe(404)
  })
})
