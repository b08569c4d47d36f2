import { setTimeout as sleep } from 'node:timers/promises'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { waitFor } from '@entente/testkit/wait'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Account, authorizing, givenWorld, tokenOf } from '../../testing/index.ts'
import { visitorOf } from '../core/context.ts'
import { watchLists } from './list-watch.ts'

const world = await givenWorld()
const statements: string[] = []
const counted = openDatabase({
  url: world.urls.api,
  onStatement: ({ query }) => statements.push(query.sql),
})
afterAll(() => closeDatabase(counted))

const begun: ReturnType<typeof watchLists>[] = []
afterEach(() => {
  for (const watch of begun.splice(0)) watch.stop()
})

function watching(options: { streamsMax?: number; streamsOfSessionMax?: number; beatMs?: number } = {}) {
  const { clock, sessionTimes } = world.services
  const services = { database: counted, clock, sessionTimes, onError: () => undefined }
  const watch = watchLists({ ...services, lookMs: 20, ...options })
  begun.push(watch)
  return watch
}

/** Opens a page's stream, and tells how often it was told of something. */
async function openPage(watch: ReturnType<typeof watchLists>, person: Account, site = 'partner' as const) {
  const token = await world.tokenFor(person)
  const { session } = await visitorOf(world.services, site, token, { isActivity: false })
  const seen = { told: 0, beats: 0, isOver: false }
  const opened = session
    ? watch.open(
        { session, token },
        {
          changed: () => void seen.told++,
          beat: () => void seen.beats++,
          end: () => Object.assign(seen, { isOver: true }),
        },
      )
    : 'not_signed_in'
  return { seen, opened, token, again: () => session && watch.open({ session, token }, idle) }
}
const idle = { changed: () => undefined, beat: () => undefined, end: () => undefined }

const accept = async (token: string) =>
  (await world.as((await world.customer()).person)).invitation.accept(authorizing(token))

describe('U25 open pages are told that a list changed', () => {
  test('once at the beginning, at an acceptance and a request of their partner, and at no other partner’s', async () => {
    const watch = watching()
    const [ours, others] = [await world.partner(), await world.partner()]
    const { seen } = await openPage(watch, ours.person)
    const { seen: elsewhere } = await openPage(watch, others.person)
    await waitFor(() => seen.told === 1 && elsewhere.told === 1)
    await accept(tokenOf(ours))
    await waitFor(() => seen.told === 2)
    await world.asOwner('update relationship_link set version = version + 1 where id = $1', [
      ours.links.plain,
    ])
    await waitFor(() => seen.told === 3)
    await sleep(100)
    expect([seen.told, elsewhere.told]).toEqual([3, 1])
  })

  test('with two transactions a look, however many pages are open', async () => {
    const watch = watching()
    const partners = await Promise.all(Array.from({ length: 12 }, () => world.partner()))
    const pages = await Promise.all(partners.map(({ person }) => openPage(watch, person)))
    await waitFor(() => pages.every(({ seen }) => seen.told === 1))
    statements.length = 0
    const startedAt = performance.now()
    const asked = (what: RegExp) => statements.filter((text) => what.test(text)).length
    await waitFor(() => asked(/as digest/) > 4)
    // At most one of each every twenty milliseconds, one that had begun, and one whose turn it was.
    const looksMax = (performance.now() - startedAt) / 20 + 2
    expect(Math.max(asked(/find_session/), asked(/as digest/))).toBeLessThanOrEqual(looksMax)
  })

  test('never those who may see no list, nor people of customers and operators', async () => {
    const watch = watching()
    const { id } = await world.partner()
    const without = await world.person({ organisationId: id, audience: 'partner', roles: ['user_admin'] })
    const enrolling = await world.partner({ status: 'enrolling' })
    const seller = await world.person({ organisationId: id, audience: 'partner', roles: ['sales_agent'] })
    expect((await openPage(watch, without)).opened).toBe('not_allowed')
    expect((await openPage(watch, enrolling.person)).opened).toBe('not_allowed')
    expect(typeof (await openPage(watch, seller)).opened).toBe('function')
    // The token of another audience is no session at the partners' site.
    for (const other of [(await world.customer()).person, await world.operator()])
      expect((await openPage(watch, other)).opened).toBe('not_signed_in')
  })
})

describe('a stream ends', () => {
  const givenPage = async () => {
    const watch = watching()
    const partner = await world.partner()
    const page = await openPage(watch, partner.person)
    await waitFor(() => page.seen.told === 1)
    return { watch, partner, ...page }
  }

  test('with its session', async () => {
    const { watch, seen, token } = await givenPage()
    await world.caller({ token }).session.signOut()
    await waitFor(() => seen.isOver)
    expect(watch.streams()).toBe(0)
  })

  test('when the account is suspended or loses a role, or the company is suspended', async () => {
    for (const change of [
      `update auth.session set ended_at = now() where account_id = $1`,
      `update auth.membership set roles = '{sales_agent}' where account_id = $1`,
      `update organisation set partner_status = 'suspended' where id =
        (select organisation_id from auth.membership where account_id = $1)`,
    ]) {
      const { seen, partner } = await givenPage()
      await world.asOwner(change, [partner.person.id])
      await waitFor(() => seen.isOver)
    }
  })

  test('when the person was idle for too long: an open stream is no activity', async () => {
    const { seen, partner } = await givenPage()
    const seenAt = `select seen_at from auth.session where account_id = $1`
    await world.asOwner(
      `update auth.session set seen_at = now() - interval '10 minutes' where account_id = $1`,
      [partner.person.id],
    )
    const [before] = await world.asOwner(seenAt, [partner.person.id])
    await sleep(100)
    expect(seen.isOver).toBe(false)
    expect(await world.asOwner(seenAt, [partner.person.id])).toEqual([before])
    await world.asOwner(
      `update auth.session set seen_at = now() - interval '31 minutes' where account_id = $1`,
      [partner.person.id],
    )
    await waitFor(() => seen.isOver)
  })

  test('when the process stops, which opens no other one', async () => {
    const { watch, seen, again } = await givenPage()
    watch.stop()
    expect([seen.isOver, watch.streams(), again()]).toEqual([true, 0, 'too_many'])
  })

  test('when its page closes it, and then nothing is read for it', async () => {
    const { watch, opened } = await givenPage()
    if (typeof opened !== 'function') throw new Error('The stream was refused.')
    opened()
    expect(watch.streams()).toBe(0)
    await sleep(100)
    statements.length = 0
    await sleep(100)
    expect(statements).toEqual([])
  })
})

test('a session and a process have a limited number of streams', async () => {
  const watch = watching({ streamsMax: 3, streamsOfSessionMax: 2 })
  const { again } = await openPage(watch, (await world.partner()).person)
  expect([typeof again(), again()]).toEqual(['function', 'too_many'])
  const next = async () => (await openPage(watch, (await world.partner()).person)).opened
  expect([typeof (await next()), await next()]).toEqual(['function', 'too_many'])
})

test('a stream with nothing to say beats', async () => {
  const { seen } = await openPage(watching({ beatMs: 50 }), (await world.partner()).person)
  await waitFor(() => seen.beats > 1)
  expect(seen.told).toBe(1)
})
