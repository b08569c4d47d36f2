import { randomUUID } from 'node:crypto'
import { limitsOf } from '@entente/auth/limits'
import { closeDatabase, openDatabase } from '@entente/db/core/database'
import { sized } from '@entente/testkit/full'
import { startTcpProxy } from '@entente/testkit/tcp-proxy'
import { waitFor } from '@entente/testkit/wait'
import { authorizing, givenWorld, tokenOf } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createApp } from './app.ts'

const cuts = sized(1, 500)
const statementMsMax = 1000

const world = await givenWorld()
const { hostname: host, port } = new URL(world.urls.api)
const proxy = await startTcpProxy({ host, port: Number(port) })
const url = new URL(world.urls.api)
url.host = `127.0.0.1:${proxy.port}`
const database = openDatabase({ url: url.href, statementMsMax })
const app = createApp({ ...world.services, database, limits: limitsOf(database) }, pino({ level: 'silent' }))
afterAll(async () => {
  await closeDatabase(database)
  await proxy.stop()
})

const partner = await world.partner()
const customer = await world.customer()
const partnerToken = await world.tokenFor(partner.person)
const customerToken = await world.tokenFor(customer.person)

const list = () => app.request('/trpc/customers.list?input=%7B%7D', { headers: fromSite(partnerToken) })
const accept = (input: object) =>
  app.request('/trpc/invitation.accept', {
    method: 'POST',
    headers: {
      ...{ ...fromSite(customerToken), 'content-type': 'application/json' },
      'x-entente-client-address': randomUUID(),
    },
    body: JSON.stringify(input),
  })

async function timed(work: () => Response | Promise<Response>) {
  const startedAt = performance.now()
  const response = await work()
  return { response, ms: performance.now() - startedAt }
}

for (const kind of ['reset', 'stall'] as const)
  test(`R5 when the network to the database ${kind}s: 503 with Retry-After, within 2 seconds on /readyz and 10 elsewhere, and once it is back requests succeed within 5`, {
    timeout: 15_000 * cuts,
  }, async () => {
    const input = authorizing(tokenOf(partner))
    for (let cut = 0; cut < cuts; cut++) {
      expect((await list()).status).toBe(200)
      const during = Array.from({ length: 12 }, (_, index) =>
        timed(() => (index % 2 ? list() : accept({ ...input, idempotencyKey: randomUUID() }))),
      )
      proxy[kind]()
      const ready = timed(() => app.request('/readyz'))
      const after = Array.from({ length: 12 }, () => timed(list))
      expect(
        await ready.then(({ response, ms }) => ({ status: response.status, isSoon: ms < 2000 })),
      ).toEqual({
        status: 503,
        isSoon: true,
      })
      const answers = await Promise.all([...during, ...after])
      for (const { ms } of answers) expect(ms).toBeLessThan(10_000)
      // Some requests may have had their rows before the cut; those that began after it may not.
      const refused = answers.filter(({ response }) => response.status !== 200)
      expect(refused.length).toBeGreaterThanOrEqual(after.length)
      for (const { response } of refused) {
        const { error } = (await response.json()) as { error: { data: { refusal: unknown } } }
        expect([response.status, response.headers.get('retry-after'), error.data.refusal]).toEqual([
          ...[503, '1', { code: 'unavailable', retryAfterSeconds: 1 }],
        ])
      }
      expect((await list()).status).toBe(503)
      proxy.heal()
      await waitFor(async () => (await app.request('/readyz')).status === 200, { timeoutMs: 5000 })
      expect((await list()).status).toBe(200)
    }
    // Repeating the request with its key completes what a lost response left open, exactly once.
    expect((await accept(input)).status).toBe(200)
    const rows = await world.asOwner('select 1 from relationship where customer_id = $1', [customer.id])
    expect(rows).toHaveLength(1)
  })
