import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiFetch } from './api-fetch.ts'
import { NoResponse } from './no-response.ts'

// Answers the first request of each connection and closes it without an answer at the second, as a server does whose idle
// connection is closed while a request is on its way.
const answered = new WeakSet<Socket>()
let asked = 0
const server: Server = createServer((request, response) => {
  asked += 1
  if (answered.has(request.socket)) {
    request.socket.destroy()
    return
  }
  answered.add(request.socket)
  response.end('{"ok":true}')
})
const placeOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}/`
let url = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = placeOf(server)
})
afterAll(() => server.close())

test('R15 a read that meets a connection that was just closed goes out again', async () => {
  for (let turn = 0; turn < 3; turn++) expect(await (await apiFetch(url, {})).json()).toEqual({ ok: true })
})

test('R19 a read and a write with a key go out again when the API dies under them', async () => {
  const key = JSON.stringify({ idempotencyKey: crypto.randomUUID() })
  for (const init of [{}, { method: 'POST', body: key }]) {
    let deaths = 0
    const dying = createServer((request, response) => {
      if (deaths++ === 0) request.socket.destroy()
      else response.end('{"ok":true}')
    }).listen(0, '127.0.0.1')
    await once(dying, 'listening')
    const answer = await apiFetch(placeOf(dying), init)
    expect(await answer.json()).toEqual({ ok: true })
    expect(deaths).toBe(2)
    dying.close()
  }
})

test('R19 no request goes out a third time', async () => {
  let asked = 0
  const dead = createServer((request) => {
    asked++
    request.socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(dead, 'listening')
  await expect(apiFetch(placeOf(dead), {})).rejects.toThrow(NoResponse)
  expect(asked).toBe(2)
  dead.close()
})

test('R15 a write goes out once: nobody knows whether it was done', async () => {
  await apiFetch(url, {})
  for (const body of ['{}', '{"idempotencyKey":""}']) {
    const before = asked
    await expect(apiFetch(url, { method: 'POST', body })).rejects.toThrow(NoResponse)
    expect(asked).toBe(before + 1)
    await apiFetch(url, {})
  }
})

test('R19 a read whose answer had begun does not go out again', async () => {
  let asked = 0
  const breaking = createServer((request, response) => {
    asked++
    response.writeHead(200).write('{', () => setTimeout(() => request.socket.resetAndDestroy(), 20))
  }).listen(0, '127.0.0.1')
  await once(breaking, 'listening')
  await expect(apiFetch(placeOf(breaking), {})).rejects.toThrow(NoResponse)
  await sleep(50)
  expect(asked).toBe(1)
  breaking.close()
})

test('R19 a repeat has what is left of the time', async () => {
  let asked = 0
  const slow = createServer((request) => {
    if (asked++ === 0) setTimeout(() => request.socket.destroy(), 300)
  }).listen(0, '127.0.0.1')
  await once(slow, 'listening')
  const startedAt = performance.now()
  await expect(apiFetch(placeOf(slow), { timeoutMs: 500 })).rejects.toThrow(NoResponse)
  expect(asked).toBe(2)
  expect(performance.now() - startedAt).toBeLessThan(750)
  slow.closeAllConnections()
  slow.close()
})

test('R15 an answer that does not come, or does not end, is given up', async () => {
  const silent = createServer((request, response) => {
    if (request.url === '/begun') response.writeHead(200).write('{')
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  for (const path of ['', 'begun'])
    await expect(apiFetch(placeOf(silent) + path, { timeoutMs: 50 })).rejects.toThrow(NoResponse)
  silent.closeAllConnections()
  silent.close()
})
