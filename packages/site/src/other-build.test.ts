import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { siteSecret } from '../testing/visit.ts'
import { createSiteServer } from './server.ts'
import { readSettings } from './settings.ts'

const [before, after] = ['/_app/immutable/entry/start.b1.js', '/_app/immutable/entry/start.b2.js']
let balancer: ReturnType<typeof createServer>
let processes: Server[]
let origin: string

/** A process of the site with one build; it answers a file of another build as SvelteKit does. */
const processWith = (file: string) =>
  createSiteServer(
    ({ url }, response) => {
      response.statusCode = url?.split('?')[0] === file ? 200 : 404
      response.end(file)
    },
    readSettings({
      ...{ API_URL: 'http://127.0.0.1:1', SITE_SECRET: siteSecret, ORIGIN: origin, PORT: '1' },
      ...{ PARTNER_URL: 'https://partner.example.com', CUSTOMER_URL: 'https://customer.example.com' },
    }),
    { files: new Set([file]) },
  ).listen(0, '127.0.0.1')

beforeAll(async () => {
  let turn = 0
  // Each connection goes to the next process.
  balancer = createServer((near) => {
    const { port } = (processes[turn++ % processes.length] as Server).address() as AddressInfo
    const far = connect(port, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(balancer, 'listening')
  origin = `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`
  processes = [processWith(before), processWith(after)]
  await Promise.all(processes.map((one) => once(one, 'listening')))
})
afterAll(() => {
  balancer.close()
  for (const one of processes) one.close()
})

test('while a build replaces another, a page gets its files whichever process it asks', async () => {
  for (const file of [before, after, before, after, after, before]) {
    const answer = await fetch(origin + file)
    expect([answer.status, await answer.text()]).toEqual([200, file])
  }
})

test('a file that no build has is not found in the end', async () => {
  expect((await fetch(`${origin}/_app/immutable/entry/start.b0.js`)).status).toBe(404)
})

test('a file of another build is only asked for again, and that answer is not kept', async () => {
  const answers = await Promise.all([1, 2].map(() => fetch(origin + before, { redirect: 'manual' })))
  const redirect = answers.find(({ status }) => status === 307)
  expect(redirect?.headers.get('location')).toBe(`${before}?asked=1`)
  expect(redirect?.headers.get('cache-control')).toBe('no-store')
})
