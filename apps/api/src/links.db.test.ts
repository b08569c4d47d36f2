import { randomBytes, randomUUID } from 'node:crypto'
import { linkToken } from '@entente/auth/link-token'
import { newSessionToken } from '@entente/auth/session-token'
import { newId } from '@entente/db/core/new-id'
import { sized } from '@entente/testkit/full'
import { authorizing, cloud, givenWorld, keyring, tokenOf } from '@entente/trpc/testing'
import { type Answer, call, inShort } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { figure, testMsMax } from '../testing/figure.ts'
import { createApp } from './app.ts'

const world = await givenWorld()
const app = createApp(world.services, pino({ level: 'silent' }))
const [partner, customer] = [await world.partner(), await world.customer()]
const admin = await world.tokenFor(customer.person)
const tokens = sized(20_000, 1_000_000)
const [kid = ''] = keyring.link.keys.keys()

const source = { cloud: cloud.id, kind: 'relationship', kid, version: 1 } as const
const sourceOf = (id: string = newId()) => ({ ...source, id })

describe('S4 tokens cannot be guessed', () => {
  test(
    `S4 ${tokens} link tokens and session tokens: 256 bits each, no duplicates, no biased bit`,
    () => {
      // Adjacent versions on purpose: derived tokens must not show that their sources are close.
      const id = newId()
      const macs = Array.from({ length: tokens }, (_, version) =>
        macOf(linkToken(keyring.link, { ...sourceOf(id), version: version + 1 })),
      )
      const sessions = Array.from({ length: tokens }, () => Buffer.from(newSessionToken(), 'base64url'))
      const worst = [macs, sessions].map((all) => {
        expect(all.every((bytes) => bytes.length === 32)).toBe(true)
        expect(new Set(all.map((bytes) => bytes.toString('latin1'))).size).toBe(tokens)
        return Math.max(...leanings(all))
      })
      // Six standard deviations: of 512 fair bits one passes it once in a million runs.
      const bound = 6 / (2 * Math.sqrt(tokens))
      figure(
        `S4 2 x ${tokens} tokens, 256 bit, 0 collisions, worst bit leans ${worst.map((one) => one.toFixed(5)).join(' and ')} (bound ${bound.toFixed(5)})`,
      )
      for (const one of worst) expect(one).toBeLessThan(bound)
    },
    testMsMax,
  )

  test('S4 ten misses a minute from one address, then 429; all kinds of links and misses count together', async () => {
    const address = 'guesser'
    const misses = [
      () => card(linkToken(keyring.link, sourceOf()), address),
      () => card('nonsense', address),
      () => card(tokenOf(partner, { version: 1 }).replace(/.$/, 'x'), address),
      () =>
        status('account.resetStatus', `${randomUUID()}.1.${randomBytes(32).toString('base64url')}`, address),
      () => status('account.signUpStatus', 'nonsense', address),
    ]
    const answers: Answer[] = []
    for (let at = 0; at < 12; at++) answers.push((await misses[at % misses.length]?.()) as Answer)
    expect(answers.slice(0, 10).map(({ status: code }) => code)).toEqual(Array(10).fill(404))
    expect(answers.slice(10).map(inShort)).toEqual(['429 too_many_attempts', '429 too_many_attempts'])
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
    // A neighbour's guesses do not lock anybody out of a genuine link, and another address may still guess.
    expect(inShort(await card(tokenOf(partner), address))).toBe('200')
    expect(inShort(await card('nonsense', 'neighbour'))).toBe('404 link_unknown')
    figure('S4 10 misses a minute per address, then 429 with Retry-After')
  })

  test('S4 lookups use an index on the hash or the id, never the token itself', async () => {
    const rows = await world.asOwner<{ place: string }>(
      `select i.indrelid::regclass || '.' || a.attname as place from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indisunique`,
    )
    const places = rows.map(({ place }) => place)
    for (const place of ['auth.session.token_hash', 'auth.one_time_link.id', 'relationship_link.id'])
      expect(places).toContain(place)
  })
})

describe('S6 a token that is used, revoked, expired, superseded or of another cloud opens nothing', () => {
  test('S6 dead relationship links: all unknown ones get one response, all revoked ones another', async () => {
    const revoked = await world.partner()
    await world.asOwner('update relationship_link set version = 2 where partner_id = $1', [revoked.id])
    const id = partner.links.plain
    const dead: Record<string, string> = {
      'of no row': linkToken(keyring.link, sourceOf()),
      'of another cloud': linkToken(keyring.link, { ...sourceOf(id), cloud: 'germany' }),
      'of another kind': linkToken(keyring.link, { ...sourceOf(id), kind: 'reset' }),
      'of another row': withRowOf(tokenOf(partner), tokenOf(revoked)),
      'cut short': tokenOf(partner).slice(0, -2),
    }
    const gone = tokenOf(revoked)
    for (const ask of [card, review, accept]) {
      const requestId = randomUUID()
      const answers = await Promise.all(Object.values(dead).map((token) => ask(token, undefined, requestId)))
      expect(inShort(answers[0] as Answer)).toBe('404 link_unknown')
      for (const [at, name] of Object.keys(dead).entries()) expect(answers[at], name).toEqual(answers[0])
      expect(inShort(await ask(gone))).toBe('410 link_revoked')
    }
    expect(await world.asOwner('select 1 from relationship')).toEqual([])
    figure(`S6 ${Object.keys(dead).length + 1} dead relationship links x 3 procedures: 0 accepted`)
  })

  test('S6 dead one-time links: used, expired and superseded ones get one response and change nothing', async () => {
    const requestId = randomUUID()
    const reset = { email: customer.person.email }
    const makeReset = async () => {
      world.clock.forward({ minutes: 6 })
      await world.caller().account.requestReset({ ...reset, idempotencyKey: randomUUID() })
      return world.oneTimeToken('reset', reset.email)
    }
    const superseded = await makeReset()
    const used = await makeReset()
    const password = 'orchard signal maple 7'
    await world.caller().account.resetPassword({ token: used, password, idempotencyKey: randomUUID() })
    const expired = await makeReset()
    await world.asOwner(
      `update auth.one_time_link set expires_at = now() - interval '1 second' where consumed_at is null`,
    )
    const before = await world.asOwner('select password_hash from auth.credential order by 1')
    const spent = [superseded, used, expired]
    for (const answers of [
      await Promise.all(spent.map((token) => status('account.resetStatus', token, undefined, requestId))),
      await Promise.all(spent.map((token) => resetWith(token, requestId))),
    ]) {
      expect(inShort(answers[0] as Answer)).toBe('410 one_time_link_spent')
      expect(answers).toEqual(answers.map(() => answers[0]))
    }
    const { id } = (await world.asOwner<{ id: string }>('select id from auth.one_time_link limit 1'))[0] ?? {
      id: '',
    }
    const foreign = [
      linkToken(keyring.link, { ...sourceOf(id), kind: 'reset', cloud: 'germany' }),
      linkToken(keyring.link, { ...sourceOf(id), kind: 'sign_up' }),
      linkToken(keyring.link, { ...sourceOf(), kind: 'reset' }),
    ]
    const answers = await Promise.all(foreign.map((token) => resetWith(token, requestId)))
    expect(inShort(answers[0] as Answer)).toBe('404 one_time_link_unknown')
    expect(answers).toEqual(answers.map(() => answers[0]))
    expect(await world.asOwner('select password_hash from auth.credential order by 1')).toEqual(before)
    figure(`S6 ${spent.length + foreign.length} dead one-time links x 2 procedures: 0 accepted`)
  })
})

const card = (token: string, address?: string, requestId?: string) =>
  call(app, { path: 'invitation.card', type: 'query', input: { token }, ...shared(address, requestId) })
const review = (token: string, address?: string, requestId?: string) =>
  call(app, {
    path: 'invitation.review',
    type: 'query',
    input: { token },
    token: admin,
    ...shared(address, requestId),
  })
const accept = (token: string, address?: string, requestId?: string) =>
  call(app, {
    path: 'invitation.accept',
    type: 'mutation',
    input: authorizing(token),
    token: admin,
    ...shared(address, requestId),
  })
const status = (path: string, token: string, address?: string, requestId?: string) =>
  call(app, { path, type: 'query', input: { token }, ...shared(address, requestId) })
const resetWith = (token: string, requestId: string) =>
  call(app, {
    ...{ path: 'account.resetPassword', type: 'mutation', requestId },
    input: { token, password: 'kettle meadow bronze 9', idempotencyKey: randomUUID() },
  })
const shared = (address: string | undefined, requestId: string | undefined) => ({
  ...(address && { address }),
  ...(requestId && { requestId }),
})

/** A token with the MAC of `token` and the row id of `other`. */
const withRowOf = (token: string, other: string): string =>
  [other.split('.')[0], ...token.split('.').slice(1)].join('.')

const macOf = (token: string): Buffer => Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url')

/** How far each of the 256 bits is from being set in half of the tokens. */
function leanings(all: Buffer[]): number[] {
  const set = new Array<number>(256).fill(0)
  for (const bytes of all)
    for (let bit = 0; bit < 256; bit++)
      set[bit] = (set[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1)
  return set.map((count) => Math.abs(count / all.length - 0.5))
}
