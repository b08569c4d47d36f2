import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startNameServer } from '@entente/testkit/name-server'
import { afterAll, expect, test } from 'vitest'
import { boundedFetch, ForbiddenAddress, guardedFetch } from './guarded-fetch.ts'
import { lookupWith } from './name-lookup.ts'

const addresses: Record<string, string[]> = {
  'site.example': ['127.0.0.1'],
  'two.example': ['192.0.2.1', '192.0.2.2'],
  'inside.example': ['8.8.8.8', '10.0.0.1'],
  'unknown.example': [],
}
const names = await startNameServer((name) => addresses[name])
const nameServers = [names.address]
const server = createServer((request, response) => {
  if (request.url === '/moved') response.writeHead(302, { location: '/' }).end()
  else if (request.url === '/large') response.end(Buffer.alloc(1024 * 1024 + 1))
  else response.end('here')
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
afterAll(() => {
  server.close()
  names.stop()
})

const lookUp = (hostname: string, signal?: AbortSignal) =>
  new Promise<string | LookupAddress[]>((resolve, reject) =>
    lookupWith({ nameServers, signal })(hostname, { all: true }, (error, found) =>
      error ? reject(error) : resolve(found),
    ),
  )
const codeOf = (work: Promise<unknown>) => work.then(String, (error: { code?: string }) => error.code)

test('a host is looked up at the name servers that are set, and a request reaches it', async () => {
  expect(await lookUp('two.example')).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '192.0.2.2', family: 4 },
  ])
  const response = await boundedFetch({ nameServers })(`http://site.example:${port}/`)
  expect(await response.text()).toBe('here')
})

test('the hosts file comes first, so that names of this machine need no name server', async () => {
  expect(await lookUp('LocalHost')).toContainEqual({ address: '127.0.0.1', family: 4 })
  expect(names.asked).not.toContain('localhost')
})

test('an unknown name fails at once', async () => {
  expect(await codeOf(lookUp('unknown.example'))).toBe('ENOTFOUND')
})

test('a silent name server takes a little more than two seconds; the end of a request ends its own look-up alone', async () => {
  const startedAt = performance.now()
  const ended = new AbortController()
  const [one, other] = [codeOf(lookUp('silent.example', ended.signal)), codeOf(lookUp('silent.example'))]
  setTimeout(() => ended.abort(), 50)
  expect(await one).toBe('ECANCELLED')
  expect(performance.now() - startedAt).toBeLessThan(1000)
  expect(await other).toBe('ETIMEOUT')
  expect(performance.now() - startedAt).toBeLessThan(2900)
})

test('S23 a name with one private address among public ones is refused', async () => {
  const fetched = guardedFetch({ allowLocal: false, nameServers })('https://inside.example/')
  await expect(fetched).rejects.toThrow(ForbiddenAddress)
})

test('no redirect is followed, and no more than a megabyte is read', async () => {
  const fetch = boundedFetch({ nameServers })
  expect((await fetch(`http://site.example:${port}/moved`)).status).toBe(302)
  await expect(fetch(`http://site.example:${port}/large`)).rejects.toThrow('too large')
})
