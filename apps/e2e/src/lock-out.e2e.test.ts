// Nobody locks anybody out: an attacker fails at the sign-in of somebody who goes on working, on one shared instance.
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { linkIn } from '../testing/mails.ts'
import { newAddress, openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const password = 'seven quiet harbours 42'
const seriesMail = /^Failed attempts/

const visitorFrom = async (address: string): Promise<BrowserContext> =>
  (await world.pageOf('customer', undefined, { extraHTTPHeaders: { 'x-forwarded-for': address } })).context()

const post = (visitor: BrowserContext, to: string, form: Record<string, string>, address?: string) =>
  visitor.request.post(new URL(to, world.urls.customer).href, {
    form,
    headers: { origin: world.urls.customer, ...(address && { 'x-forwarded-for': address }) },
    maxRedirects: 0,
  })
const signIn = (visitor: BrowserContext, email: string, secret = password, address?: string) =>
  post(visitor, '/sign-in', { email, password: secret }, address)
const askForReset = (visitor: BrowserContext, email: string) =>
  post(visitor, '/reset', { email, idempotencyKey: crypto.randomUUID() })

/** Guesses until the next guess has to wait for eight seconds. */
async function attack(email: string, address: string): Promise<void> {
  const attacker = await visitorFrom(address)
  for (let failures = 0; failures < 8; ) {
    const answer = await signIn(attacker, email, 'wrong')
    if (answer.status() === 401) failures++
    else {
      expect(answer.status()).toBe(429)
      await sleep(Number(answer.headers()['retry-after']) * 1000)
    }
  }
}

test('an attacker fails often: the owner signs in elsewhere at once, and on the own device from the attacker’s network', async () => {
  const { person } = await world.customer()
  await world.setPassword(person, password)
  const laptop = await visitorFrom(newAddress())
  expect((await signIn(laptop, person.email)).status()).toBe(303)
  const cookies = await laptop.cookies()
  const device = cookies.find(({ name }) => name === `${world.cookieName('customer')}-device`)
  expect(device).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect((device?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(179 * 86_400)

  const address = newAddress()
  await attack(person.email, address)

  const stranger = await (await visitorFrom(address)).newPage()
  await stranger.goto('/sign-in')
  await stranger.getByLabel('E-mail').fill(person.email)
  await stranger.getByLabel('Password').fill(password)
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click()
  await stranger.getByText(/wait and try again in \d seconds?/).waitFor()
  expect((await signIn(await visitorFrom(newAddress()), person.email)).status()).toBe(303)
  await laptop.clearCookies({ name: world.cookieName('customer') })
  expect((await signIn(laptop, person.email, password, address)).status()).toBe(303)
})

test('strangers ask for resets and guess: the owner’s reset arrives once and works, and the series is mailed once', async () => {
  const { person } = await world.customer()
  await world.setPassword(person, password)
  const { email } = person
  for (let count = 0; count < 4; count++)
    expect((await askForReset(await visitorFrom(newAddress()), email)).status()).toBe(303)
  const address = newAddress()
  await attack(email, address)
  for (let count = 0; count < 6; count++)
    expect((await signIn(await visitorFrom(newAddress()), email, 'wrong')).status()).toBe(401)
  await world.mails.arrival(email, seriesMail)

  const owner = await visitorFrom(address)
  expect((await askForReset(owner, email)).status()).toBe(303)
  const link = linkIn(await world.mails.arrival(email, /^Reset your password/), '/reset/')
  const secret = 'orchard lantern gravel 19'
  const form = { password: secret, idempotencyKey: crypto.randomUUID() }
  expect((await post(owner, link, form)).status()).toBe(303)
  expect((await signIn(owner, email, secret)).status()).toBe(303)

  const jobs = await world.asOwner<{ name: string }>(
    `select name from outbox where (name = 'mail.sign-ins-failed' and data ->> 'accountId' = $1)
      or (name = 'mail.reset-requested' and data ->> 'linkId' in (
        select id::text from auth.one_time_link where account_id = $1::uuid)) order by name`,
    [person.id],
  )
  expect(jobs.map(({ name }) => name)).toEqual(['mail.reset-requested', 'mail.sign-ins-failed'])
  expect((await world.mails.to(email)).filter(({ subject }) => seriesMail.test(subject))).toHaveLength(1)
})
