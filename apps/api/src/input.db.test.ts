import { randomUUID } from 'node:crypto'
import { givenWorld } from '@entente/trpc/testing'
import { type Call, call, inShort } from '@entente/trpc/testing/http'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createApp } from './app.ts'

const world = await givenWorld()
const app = createApp(world.services, pino({ level: 'silent' }))
const ask = (request: Call) => call(app, request)

describe('S10 input', () => {
  const breaks = ['\r\nBcc: eve@example.com', '\n', '\u0000', '\u2028', '\u202e', '\ud800']

  test('S10 line breaks and control characters in sign-up fields: 400 that names the field', async () => {
    const person = {
      organisation: 'Fabrikam',
      country: 'FR',
      name: 'Ada',
      email: 'ada@fabrikam.example',
    }
    for (const bad of breaks)
      for (const field of ['organisation', 'name', 'email', 'country']) {
        const input = { ...person, [field]: `Ada${bad}Roy`, idempotencyKey: randomUUID() }
        const answer = await ask({ path: 'account.signUp', type: 'mutation', input })
        expect(inShort(answer), JSON.stringify([field, bad])).toBe('400 invalid_input')
        expect(answer.body.error?.data.refusal?.fields).toHaveProperty(field)
      }
  })

  test('S10 line breaks and control characters in a draft’s subject: 400 that names the field', async () => {
    const partner = await world.partner()
    const token = await world.tokenFor(partner.person)
    const api = world.caller({ token })
    const { templateVersion, language, withPrivileges, subject, link } = await api.relationshipRequest.draft(
      {},
    )
    const draft = { templateVersion, language, withPrivileges, subject, link, paragraphs: [] }
    for (const bad of breaks) {
      const input = { draft: { ...draft, subject: `Hello${bad}there` }, idempotencyKey: randomUUID() }
      const answer = await ask({ path: 'relationshipRequest.prepare', type: 'mutation', input, token })
      expect(inShort(answer), JSON.stringify(bad)).toBe('400 invalid_input')
      expect(answer.body.error?.data.refusal?.fields).toHaveProperty('draft.subject')
    }
  })

  test('S10 a megabyte is refused before it is read', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_000_000) })
    const headers = {
      ...fromSite(),
      'content-type': 'application/json',
      'content-length': String(body.length),
    }
    const { status } = await app.request('/trpc/account.signUp', { method: 'POST', headers, body })
    expect(status).toBe(413)
  })

  test('what is no JSON in place of a read’s input is refused, never a fault', async () => {
    const token = await world.tokenFor((await world.partner()).person)
    const headers = fromSite(token)
    for (const input of ['%7B', 'undefined', '%00', '%ff'])
      for (const path of ['customers.list', 'invitation.card'])
        expect((await app.request(`/trpc/${path}?input=${input}`, { headers })).status, input).toBe(400)
  })

  test('anything at all in place of an id or a token is refused, never a fault', async () => {
    const [partner, customer] = [await world.partner(), await world.customer()]
    const [agent, ga] = [await world.tokenFor(partner.person), await world.tokenFor(customer.person)]
    for (const value of ['', '1', '\u0000', 'x'.repeat(300), "' or 1=1 --", null, 7, {}, []]) {
      const id = await ask({ path: 'customers.get', type: 'query', input: { id: value }, token: agent })
      expect(inShort(id)).toBe('400 invalid_input')
      const link = await ask({ path: 'invitation.review', type: 'query', input: { token: value }, token: ga })
      expect(inShort(link)).toBe(typeof value === 'string' ? '404 link_unknown' : '400 invalid_input')
    }
  })
})
