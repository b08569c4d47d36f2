import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createDrain } from './drain.ts'

let server: Server
afterEach(() => {
  server.closeAllConnections()
})

async function start(answerMs: number) {
  const drain = createDrain({ noticeMs: 50, limitMs: 300 })
  server = createServer(async (_, response) => {
    await sleep(answerMs)
    response.writeHead(200, { 'content-type': 'text/plain' }).end('done')
  })
  drain.watch(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = () => once(server, 'request')
  return { drain, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('R19 a request in progress gets its response, and each response asks to close its connection', async () => {
  const { drain, asked, url } = await start(150)
  const arrived = asked()
  const begun = fetch(url)
  await arrived
  const stopped = drain.stop()
  expect(drain.isStopping()).toBe(true)
  const late = await fetch(url)
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close'])
  const answer = await begun
  expect([await answer.text(), answer.headers.get('connection')]).toEqual(['done', 'close'])
  await stopped
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

test('R19 an idle connection and an endless request keep the process alive for less than a second', async () => {
  const { drain, asked, url } = await start(60_000)
  const idle = connect(Number(new URL(url).port), '127.0.0.1')
  await once(idle, 'connect')
  const arrived = asked()
  const ended = Promise.all([
    once(idle, 'close'),
    expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } }),
  ])
  await arrived
  const startedAt = performance.now()
  await drain.stop()
  expect(performance.now() - startedAt).toBeLessThan(1000)
  await ended
})

test('R19 an open stream, which never ends by itself, does not hold up the stop', async () => {
  const drain = createDrain({ noticeMs: 50, limitMs: 3000 })
  server = createServer((_, response) => {
    response.setHeader('content-type', 'text/event-stream')
    response.write(':\n\n')
  })
  drain.watch(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stream = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const cut = expect(stream.text()).rejects.toThrow()
  const startedAt = performance.now()
  await drain.stop()
  expect(performance.now() - startedAt).toBeLessThan(1000)
  await cut
})
