import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { givenWorld } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { afterAll, expect, test } from 'vitest'
import { figure } from '../testing/figure.ts'
import { apiProcesses } from '../testing/processes.ts'

const bytes = 1024 ** 3
const grownMax = 256 * 1024 ** 2

const world = await givenWorld()
const { person } = await world.partner()
const headers = { ...fromSite(await world.tokenFor(person)), 'content-type': 'application/json' }
const { port, child } = await apiProcesses(world).start()
const slowest = { ms: 0, grown: 0, sent: 0 }
afterAll(() =>
  figure(
    `S17 uploads of 1 GiB: refused within ${Math.round(slowest.ms)} ms after at most ${Math.round(slowest.sent / 1024 ** 2)} MiB, memory grows by ${Math.round(slowest.grown / 1024 ** 2)} MiB`,
  ),
)

/** The most memory that the API's process has had so far. */
const memory = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024

/** One field of a gigabyte, made while it is sent. */
function* field() {
  yield Buffer.from('{"content":"')
  const chunk = Buffer.alloc(256 * 1024, 'QUFB')
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk
  yield Buffer.from('"}')
}

/** Sends it, and returns how it was refused, how long that took and how much had been sent by then. */
const upload = (path: string, isLengthNamed: boolean) =>
  new Promise<{ status: number; ms: number; sent: number }>((resolve, reject) => {
    const startedAt = performance.now()
    let sent = 0
    const length = isLengthNamed ? { 'content-length': bytes + 14 } : {}
    const options = { port, host: '127.0.0.1', path, method: 'POST', headers: { ...headers, ...length } }
    const outgoing = request(options, (response) => {
      const status = response.statusCode ?? 0
      resolve({ status, ms: performance.now() - startedAt, sent })
      outgoing.destroy()
    })
    outgoing.on('error', reject)
    const body = Readable.from(field()).on('data', (chunk: Buffer) => (sent += chunk.length))
    body.pipe(outgoing)
    outgoing.on('close', () => body.destroy())
  })

for (const path of ['operatorDirectory.import', 'enrolment.uploadDocument', 'customers.list'])
  for (const isLengthNamed of [true, false])
    test(`S17 an upload of 1 GiB to ${path}, its length ${isLengthNamed ? 'named' : 'not named'}, is refused in less than a second, and memory stays flat`, {
      retry: 2,
    }, async () => {
      const before = memory()
      const { status, ms, sent } = await upload(`/trpc/${path}`, isLengthNamed)
      const grown = memory() - before
      slowest.ms = Math.max(slowest.ms, ms)
      slowest.grown = Math.max(slowest.grown, grown)
      slowest.sent = Math.max(slowest.sent, sent)
      expect(status).toBe(413)
      expect(grown).toBeLessThan(grownMax)
      expect(ms).toBeLessThan(1000)
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    })
