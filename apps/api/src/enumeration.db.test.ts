import { randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import { hashPassword } from '@entente/auth/password'
import { newId } from '@entente/db/core/new-id'
import type { Audience } from '@entente/domain/core/audience'
import { authorizing, cloud, givenWorld, keyring, tokenOf } from '@entente/trpc/testing'
import { type Answer, call, inShort } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { figure } from '../testing/figure.ts'
import { createApp } from './app.ts'

// The real limits, because a limit must not reveal who exists either.
const world = await givenWorld()
// A clock that stands still, so that no wait is over before the next attempt.
const started = new Date()
const app = createApp({ ...world.services, clock: () => started }, pino({ level: 'silent' }))
const [partner, customer] = [await world.partner(), await world.customer()]
await (await world.as(customer.person)).invitation.accept(authorizing(tokenOf(partner)))
const password = 'harbour lamp violet 42'
const passwordHash = await hashPassword(password)
const person = await world.person({
  ...{ organisationId: customer.id, audience: 'customer', roles: ['user'], passwordHash },
})
const agent = await world.person({
  ...{ organisationId: partner.id, audience: 'partner', roles: ['admin_agent'], passwordHash },
})
// As long as an existing address, so that only the response can differ in size.
const nobody = () => `person-${randomUUID().slice(-12)}@customer.example`

let compared = 0
afterAll(() => figure(`S14 ${compared} pairs compared in status, body, size and headers: 0 distinguishable`))

type Ask = (subject: string, requestId: string, address: string) => Promise<Answer>

/** Asks about an existing and an unknown subject, each from a client address of its own, until all these answers came. */
async function expectAlike(
  ask: Ask,
  existing: string,
  unknown: string,
  ...expected: string[]
): Promise<void> {
  const addresses = [`a-${randomUUID()}`, `b-${randomUUID()}`] as const
  for (const answer of expected) {
    const requestId = randomUUID()
    const [there, nowhere] = [
      await ask(existing, requestId, addresses[0]),
      await ask(unknown, requestId, addresses[1]),
    ]
    expect(inShort(there)).toBe(answer)
    expect(withoutSeconds(there)).toEqual(withoutSeconds(nowhere))
    compared++
  }
}
const wrong = '401 wrong_credentials'
const tooMany = Array(2).fill('429 too_many_attempts')

/** The wait may differ by the second that passed between two responses. */
const withoutSeconds = ({ status, text, headers }: Answer) => ({
  status,
  text: text.replace(/"retryAfterSeconds":\d+/, ''),
  headers: { ...headers, ...('retry-after' in headers && { 'retry-after': 'some' }) },
})

const mutation =
  (path: string, input: (subject: string) => object, site?: Audience): Ask =>
  (subject, requestId, address) =>
    call(app, {
      ...{ path, type: 'mutation', requestId, address, ...(site && { site }) },
      input: { ...input(subject), idempotencyKey: randomUUID() },
    })

describe('S14 nobody learns whether something exists', () => {
  const signIn = (site: Audience) =>
    mutation('session.signIn', (email) => ({ email, password: 'kettle meadow bronze 9' }), site)

  test('S14 sign-in: a known and an unknown address, up to the limit and beyond it', async () => {
    await expectAlike(signIn('customer'), person.email, nobody(), ...Array(5).fill(wrong), ...tooMany)
  })

  test('S14 sign-in: an account of another site, and one of the operator’s', async () => {
    const operator = await world.operator(passwordHash)
    await expectAlike(signIn('customer'), agent.email, nobody(), wrong)
    await expectAlike(signIn('partner'), operator.email, nobody(), wrong)
    await expectAlike(signIn('operator'), operator.email, nobody(), wrong)
  })

  test('S14 sign-up: a known and an unknown address, up to the limit and beyond it', async () => {
    const signUp = mutation('account.signUp', (email) => ({
      ...{ organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy', email },
    }))
    await expectAlike(signUp, customer.person.email, nobody(), ...Array(3).fill('200'), ...tooMany)
  })

  test('S14 sign-up: the domain of a customer that exists', async () => {
    const signUp = mutation('account.signUp', (domain) => ({
      ...{ organisation: 'Fabrikam', country: 'FR', name: 'Ada Roy', email: `ada@${domain}` },
    }))
    await expectAlike(signUp, customer.domain ?? '', 'nobody-at-all.example', '200')
  })

  test('S14 reset: a known and an unknown address, however often', async () => {
    const reset = mutation('account.requestReset', (email) => ({ email }))
    await expectAlike(reset, customer.person.email, nobody(), ...Array(6).fill('200'))
  })

  test('S14 invitations: a forged token of a link that exists, and of none', async () => {
    const of = (id: string, token: string) =>
      [token.split('.')[0] && id, ...token.split('.').slice(1)].join('.')
    const [mac, strange] = [tokenOf(partner), linkToken(keyring.link, strangeLink())]
    const forged = of(mac.split('.')[0] ?? '', strange)
    for (const [path, answer] of [
      ['invitation.card', '404 link_unknown'],
      ['account.resetStatus', '404 one_time_link_unknown'],
      ['account.signUpStatus', '404 one_time_link_unknown'],
    ] as const)
      await expectAlike(
        (token, requestId, address) =>
          call(app, { path, type: 'query', input: { token }, requestId, address }),
        forged,
        of(strange.split('.')[0] ?? '', mac),
        answer,
      )
  })

  test('S14 a customer cannot ask whether a partner exists, nor a partner whether a customer does', async () => {
    const admin = await world.tokenFor((await world.customer()).person)
    const removal: Ask = async (partnerId, requestId) =>
      call(app, {
        ...{ path: 'partnerRelationships.removeRoles', type: 'mutation', requestId, token: admin },
        input: { partnerId, services: ['azure'], idempotencyKey: randomUUID() },
      })
    const absent = '404 not_found'
    await expectAlike(removal, partner.id, randomUUID(), absent)
    await expectAlike(removal, customer.id, randomUUID(), absent)
    const rival = await world.tokenFor((await world.partner()).person)
    const record: Ask = async (id, requestId) =>
      call(app, { path: 'customers.get', type: 'query', requestId, token: rival, input: { id } })
    const [relationship] = await world.asOwner<{ id: string }>('select id from relationship')
    await expectAlike(record, relationship?.id ?? '', randomUUID(), absent)
    await expectAlike(record, customer.id, randomUUID(), absent)
  })
})

function strangeLink() {
  const [kid = ''] = keyring.link.keys.keys()
  return { cloud: cloud.id, kind: 'relationship', id: newId(), kid, version: 1 } as const
}
