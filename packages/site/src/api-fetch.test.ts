import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
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
let url = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

test('R15 a read that meets a connection that was just closed goes out again', async () => {
  for (let turn = 0; turn < 3; turn++) expect(await (await apiFetch(url, {})).json()).toEqual({ ok: true })
})

test('R15 a write goes out once: nobody knows whether it was done', async () => {
  await apiFetch(url, {})
  const before = asked
  await expect(apiFetch(url, { method: 'POST', body: '{}' })).rejects.toThrow(NoResponse)
  expect(asked).toBe(before + 1)
})
