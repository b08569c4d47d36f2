import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { bodyOf } from './changes.ts'

// An API that says something all the time, and ends some streams by itself.
const api = createServer((request, response) => {
  const saying = setInterval(() => response.write('data: changed\n\n'), 1)
  if (request.url === '/short') setTimeout(() => response.end(), 5)
  response.on('close', () => clearInterval(saying))
})
api.listen(0, '127.0.0.1')
await once(api, 'listening')
const { port } = api.address() as AddressInfo
afterAll(() => api.close())

const opened = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) =>
    get({ port, path, host: '127.0.0.1', agent: false }, resolve).on('error', reject),
  )

test.each([
  ['/long', true],
  ['/short', true],
  // Left before anything was read of it.
  ['/long', false],
])('a page that leaves while %s is read (%s) ends nothing but its stream', async (path, reads) => {
  const leave = async (afterMs: number) => {
    const stream = await opened(path)
    await sleep(afterMs)
    const reader = bodyOf(stream).getReader()
    if (reads) await reader.read()
    await reader.cancel()
    if (!stream.closed) await once(stream, 'close')
    expect(stream.destroyed).toBe(true)
  }
  await Promise.all(Array.from({ length: 50 }, (_, page) => leave(page % 10)))
})
