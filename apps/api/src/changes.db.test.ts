import { once } from 'node:events'
import { waitFor } from '@entente/testkit/wait'
import { watchLists } from '@entente/trpc/relationship/list-watch'
import { authorizing, givenWorld, tokenOf } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { apiProcesses } from '../testing/processes.ts'
import { createApp } from './app.ts'

const world = await givenWorld()
const partner = await world.partner()
const { start } = apiProcesses(world)

const accept = async () =>
  (await world.as((await world.customer()).person)).invitation.accept(authorizing(tokenOf(partner)))

/** Reads events until there are so many, and says what was in them. */
async function eventsOf(reader: ReadableStreamDefaultReader<string>, count: number): Promise<string[]> {
  let read = ''
  while (read.split('data:').length <= count) {
    const { done, value } = await reader.read()
    if (done) break
    read += value
  }
  return read.split('\n\n').filter((event) => event.startsWith('data:'))
}

const readerOf = (response: Response) => {
  if (!response.body) throw new Error('There is no stream.')
  return response.body.pipeThrough(new TextDecoderStream()).getReader()
}

test('U25 a stream says that something changed, not what, and is closed by its page', async () => {
  const listWatch = watchLists({ ...world.services, onError: () => undefined, lookMs: 20 })
  const app = createApp(world.services, pino({ level: 'silent' }), { listWatch })
  const response = await app.request('/changes', { headers: fromSite(await world.tokenFor(partner.person)) })
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('cache-control'),
  ]).toEqual([200, 'text/event-stream', 'no-store'])
  const reader = readerOf(response)
  expect(await eventsOf(reader, 1)).toEqual(['data: changed'])
  await accept()
  expect(await eventsOf(reader, 1)).toEqual(['data: changed'])
  expect(listWatch.streams()).toBe(1)
  await reader.cancel()
  expect(listWatch.streams()).toBe(0)
})

test('S1 only the partners’ site opens a stream, for a session that may read a list', async () => {
  const listWatch = watchLists({ ...world.services, onError: () => undefined })
  const app = createApp(world.services, pino({ level: 'silent' }), { listWatch })
  const statusFor = async (headers: Record<string, string>) =>
    (await app.request('/changes', { headers })).status
  const token = await world.tokenFor(partner.person)
  expect(await statusFor({ authorization: `Bearer ${token}` })).toBe(401)
  expect(await statusFor(fromSite(undefined, 'partner'))).toBe(401)
  expect(await statusFor(fromSite(token, 'customer'))).toBe(401)
  expect(await statusFor(fromSite(await world.tokenFor((await world.customer()).person)))).toBe(403)
  const waiting = await world.tokenFor(partner.person, 'second_factor')
  expect(await statusFor(fromSite(waiting))).toBe(401)
  listWatch.stop()
  expect(await statusFor(fromSite(token))).toBe(503)
})

test('R19 SIGTERM ends open streams, and the process exits in less than five seconds', async () => {
  const { child, port } = await start()
  const url = `http://127.0.0.1:${port}/changes`
  const headers = fromSite(await world.tokenFor(partner.person))
  const streams = await Promise.all(
    Array.from({ length: 5 }, async () => readerOf(await fetch(url, { headers }))),
  )
  for (const reader of streams) expect(await eventsOf(reader, 1)).toEqual(['data: changed'])
  const exit = once(child, 'exit')
  const startedAt = performance.now()
  child.kill('SIGTERM')
  for (const reader of streams) await waitFor(async () => (await reader.read()).done)
  expect(await exit).toEqual([0, null])
  expect(performance.now() - startedAt).toBeLessThan(5000)
})
