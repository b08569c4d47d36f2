import { randomBytes, randomUUID } from 'node:crypto'
import { givenWorld } from '@entente/trpc/testing'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { createPublicApp } from './public-app.ts'

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`
const secret = newSecret()
const world = await givenWorld()
const log = pino({ level: 'silent' })
const app = createPublicApp({ ...world.services, resendWebhookSecret: secret }, log)

type Sent = { id?: string; at?: Date; by?: string; to?: typeof app; changed?: string }

/** Sends a webhook as the provider does, signed by a secret. */
async function send(
  body: unknown,
  { id = `msg_${randomUUID()}`, at = new Date(), by = secret, to = app, changed }: Sent = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = {
    'svix-id': id,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(by).sign(id, at, text),
  }
  const answer = await to.request('/webhooks/resend', { method: 'POST', headers, body: changed ?? text })
  return answer.status
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
  test('a signed event is kept with the job that applies it, without an address', async () => {
    const delivery = randomUUID()
    const before = await counts()
    expect(await send(eventOf('email.bounced', delivery), { id: 'msg_1' })).toBe(200)
    expect(await counts()).toEqual(before.map((count) => count + 1))
    const [receipt] = await world.asOwner(`select * from webhook_receipt where id = 'msg_1'`)
    expect(receipt).toMatchObject({ source: 'resend', event: 'email.bounced', delivery_id: delivery })
    expect(receipt?.occurred_at).toEqual(new Date('2027-01-02T03:04:05.000Z'))
    expect(JSON.stringify([await receipts(), await jobs()])).not.toContain('customer.example')
  })

  test('S8 the same message again, eight times at once, is answered and does nothing', async () => {
    const before = await counts()
    const event = eventOf('email.delivered')
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(event, { id: 'msg_twice' })))
    expect(answers).toEqual(Array(8).fill(200))
    expect(await counts()).toEqual(before.map((count) => count + 1))
  })

  test('what does not concern a mail of ours is taken and dropped; opening is never tracked', async () => {
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

  test('S20 another instance’s secret, a changed body, an old or a future date: 401, and nothing is kept', async () => {
    const before = await counts()
    const event = eventOf('email.complained')
    const minutes = (count: number) => new Date(Date.now() + count * 60_000)
    expect(await send(event, { by: newSecret() })).toBe(401)
    expect(await send(event, { changed: JSON.stringify(eventOf('email.complained')) })).toBe(401)
    expect(await send(event, { at: minutes(-6) })).toBe(401)
    expect(await send(event, { at: minutes(6) })).toBe(401)
    const unsigned = await app.request('/webhooks/resend', { method: 'POST', body: JSON.stringify(event) })
    expect(unsigned.status).toBe(401)
    for (const signature of ['v1', 'v1,', 'v2,x', ', ,', 'v1,%%%']) {
      const headers = {
        'svix-id': 'x',
        'svix-timestamp': String(Date.now() / 1000),
        'svix-signature': signature,
      }
      const answer = await app.request('/webhooks/resend', { method: 'POST', headers, body: '{}' })
      expect([signature, answer.status]).toEqual([signature, 401])
    }
    expect(await counts()).toEqual(before)
  })

  test('a body above 64 kB is refused unread', async () => {
    expect(await send({ ...eventOf('email.bounced'), more: 'x'.repeat(64 * 1024) })).toBe(413)
  })

  test('without a secret there is no such page', async () => {
    const closed = createPublicApp({ ...world.services, resendWebhookSecret: undefined }, log)
    expect(await send(eventOf('email.bounced'), { to: closed })).toBe(404)
  })

  test('the public listener serves nothing of the sites’ API', async () => {
    for (const path of ['/trpc/session.current', '/readyz', '/'])
      expect((await app.request(path)).status).toBe(404)
  })
})
