import { randomBytes, randomUUID } from 'node:crypto'
import { hashPassword } from '@entente/auth/password'
import { isFull, sized } from '@entente/testkit/full'
import { generousLimits, givenWorld, tokenOf } from '@entente/trpc/testing'
import { call } from '@entente/trpc/testing/http'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { figure, testMsMax } from '../testing/figure.ts'
import { mannWhitney, measured, median } from '../testing/timing.ts'
import { createApp } from './app.ts'

const attempts = 3
const attemptMsMax = isFull ? Number.POSITIVE_INFINITY : 3000

const world = await givenWorld({ limits: generousLimits })
const app = createApp(world.services, pino({ level: 'silent' }))
const password = 'harbour lamp violet 42'
const partner = await world.partner()
const customer = await world.customer()
const person = await world.person({
  ...{ organisationId: customer.id, audience: 'customer', roles: ['user'] },
  passwordHash: await hashPassword(password),
})
const nobody = () => `nobody-${randomBytes(4).toString('hex')}@customer.example`

const ask = (path: string, type: 'query' | 'mutation', input: object) =>
  call(app, { path, type, input: type === 'query' ? input : { ...input, idempotencyKey: randomUUID() } })
const reset = (email: string) => {
  // A link is mailed again after five minutes; before, there is nothing to do.
  world.clock.forward({ minutes: 6 })
  return ask('account.requestReset', 'mutation', { email })
}
const signUp = (email: string) =>
  ask('account.signUp', 'mutation', {
    organisation: 'Fabrikam',
    country: 'FR',
    name: 'Ada Roy',
    email,
  })
const stranger = nobody()
const signIn = (email: string) =>
  ask('session.signIn', 'mutation', { email, password: 'kettle meadow bronze 9' })
const card = (token: string) => ask('invitation.card', 'query', { token })

const genuine = tokenOf(partner)
const forged = `${genuine.slice(0, -43)}${randomBytes(32).toString('base64url')}`
/** A token with the id of no row: the id is the token's first part. */
const ofNoRow = () => `${randomBytes(16).toString('base64url')}.1.${genuine.slice(-43)}`

type Pair = { name: string; rounds: number; ways: [() => Promise<unknown>, () => Promise<unknown>] }
const pairs: Pair[] = [
  {
    name: 'link: forged for a row that exists / of no row',
    rounds: 100,
    ways: [() => card(forged), () => card(ofNoRow())],
  },
  {
    name: 'sign-in: known / unknown address',
    rounds: 20,
    ways: [() => signIn(person.email), () => signIn(nobody())],
  },
  {
    name: 'sign-up: known / unknown address',
    rounds: 20,
    // Both have a pending sign-up, which each of these replaces.
    ways: [() => signUp(person.email), () => signUp(stranger)],
  },
  {
    name: 'reset: known / unknown address',
    rounds: 60,
    ways: [() => reset(person.email), () => reset(nobody())],
  },
]

/**
 * A difference that can be measured across a network: more than a tenth, more than a millisecond and more than chance.
 * FULL runs use a quiet machine and look closer.
 */
const isGross = (a: readonly number[], b: readonly number[]): boolean => {
  const [difference, whole] = [Math.abs(median(a) - median(b)), median(b)]
  const isLarge = difference > (isFull ? Math.max(0.05, 0.01 * whole) : Math.max(1, 0.1 * whole))
  return isLarge && mannWhitney(a, b) < 0.01
}

test.each(pairs)(
  'S5 $name: times differ by less than a tenth, less than a millisecond, or by chance',
  async ({ name, rounds, ways }) => {
    await measured(ways, 3)
    let figures = ''
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const [a, b] = await measured(ways, sized(rounds, 50_000), attemptMsMax)
      const [known, unknown] = [median(a), median(b)]
      figures = `S5 ${name}: ${known.toFixed(3)} and ${unknown.toFixed(3)} ms, differ by ${(known - unknown).toFixed(3)} ms, p ${mannWhitney(a, b).toFixed(3)}, ${a.length} each`
      if (!isGross(a, b)) {
        figure(figures)
        return
      }
    }
    // Every attempt showed the difference, so a busy machine is not the cause.
    expect.fail(figures)
  },
  testMsMax,
)

test('S5 the database checks no account when a link is written, which takes longer for a known address', async () => {
  const checks = await world.asOwner(
    `select conname from pg_constraint where contype = 'f' and conrelid = 'auth.one_time_link'::regclass
      and confrelid = 'auth.account'::regclass`,
  )
  expect(checks).toEqual([])
})

test('S5 the measurement detects a difference of three milliseconds', async () => {
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
  const [a, b] = await measured([() => wait(1), () => wait(4)], 20)
  expect(isGross(a, b)).toBe(true)
  expect(mannWhitney(a, b)).toBeLessThan(0.01)
  expect(mannWhitney(a, a)).toBeGreaterThan(0.5)
})

test('S5 even the slowest machine makes enough rounds to tell a difference from chance', async () => {
  const [a, b] = await measured([async () => undefined, async () => undefined], 20, 0)
  const fast = a.map((_, at) => at)
  const slow = b.map((_, at) => a.length + at)
  expect(isGross(fast, slow)).toBe(true)
})
