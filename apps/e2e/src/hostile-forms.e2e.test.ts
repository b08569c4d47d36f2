// Forms cannot stop a site: what one visitor posts does not keep the others waiting.
import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { isFull } from '@entente/testkit/full'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newAddress, openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(inject('demo'), inject('demoDatabaseUrl'))
})
afterAll(() => world?.close())

const form = 'application/x-www-form-urlencoded'
const fields = 'a=&'.repeat(600_000)
const parts = `${'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(100_000)}--x--\r\n`

async function send(url: string, headers: OutgoingHttpHeaders, body?: string) {
  const { port, pathname, search, host } = new URL(url)
  const outgoing = request({
    ...{ host: '127.0.0.1', port, path: pathname + search, method: body === undefined ? 'GET' : 'POST' },
    headers: { host, accept: 'text/html', 'x-forwarded-for': newAddress(), ...headers },
  })
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: await text(response) }
}

/** How long other visitors wait for a page until `end`, at most. */
async function longestWait(url: string, end: Promise<unknown>): Promise<number> {
  let isOver = false
  const over = end.then(() => {
    isOver = true
  })
  let longest = 0
  while (!isOver || longest === 0) {
    const since = performance.now()
    expect((await send(url, {})).status).toBe(200)
    longest = Math.max(longest, performance.now() - since)
  }
  await over
  return longest
}

test('while ten forms of 600,000 fields arrive, another visitor hardly waits longer: the wait is printed, aim 200 ms', async () => {
  const url = `${world.urls.partner}/sign-in`
  const hostile = { origin: world.urls.partner, 'content-type': form, 'x-forwarded-for': newAddress() }
  const attack = () => Promise.all(Array.from({ length: 10 }, () => send(url, hostile, fields)))
  const quiet = await longestWait(url, new Promise((resolve) => setTimeout(resolve, 500)))
  const waits: number[] = []
  // Other tests use the same processors: of three rounds, the calmest counts.
  for (let round = 0; round < 3; round++) {
    const answers = attack()
    waits.push(await longestWait(url, answers))
    expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(413))
  }
  const longer = Math.min(...waits) - quiet
  process.stdout.write(`ten hostile forms: another visitor waits ${longer.toFixed()} ms longer, aim 200 ms\n`)
  // Far above the aim, because other tests use the machine at the same time; without the limit it is half a minute.
  expect(longer).toBeLessThan(isFull ? 200 : 2000)
})

test.each([
  ['urlencoded', form, fields],
  ['multipart', 'multipart/form-data; boundary=x', parts],
])('a hostile form gets a calm page in the visitor’s language: %s', async (_, type, body) => {
  const { person } = await world.partner()
  const cookie = `${world.cookieName('partner')}=${await world.tokenFor(person)}`
  for (const headers of [{ 'content-length': Buffer.byteLength(body) }, { 'transfer-encoding': 'chunked' }]) {
    const own = { origin: world.urls.partner, 'content-type': type, 'accept-language': 'de' }
    for (const more of [own, { ...own, cookie, 'accept-language': 'en' }]) {
      const answer = await send(`${world.urls.partner}/sign-in`, { ...headers, ...more }, body)
      expect(answer.status).toBe(413)
      expect(answer.body).toContain('cookie' in more ? 'too large' : 'Dieses Formular ist zu groß')
    }
  }
})
