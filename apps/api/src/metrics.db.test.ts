import { createMetrics, gaugesOf } from '@entente/process/metrics'
import { givenWorld } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { createApiMetrics, createMetricsApp } from './metrics.ts'

const world = await givenWorld()
const metrics = createApiMetrics(world.services.database)
const app = createApp(world.services, pino({ level: 'silent' }), { metrics })
const partner = await world.partner()
const token = await world.tokenFor(partner.person)

const get = (path: string, as?: string) => app.request(path, { headers: fromSite(as) })
const scrape = () => createMetricsApp(metrics).request('/metrics')

test('requests are counted by procedure and code, and no label holds anything else', async () => {
  await get('/trpc/customers.list?input=%7B%7D', token)
  await get('/trpc/customers.list?input=%7B%7D')
  for (const guess of ['no.such', 'x%2Fpasswd', 'constructor', 'ada@contoso.example', `invitation/${token}`])
    await get(`/trpc/${guess}`)
  const answer = await scrape()
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const text = await answer.text()
  const counted = [...text.matchAll(/^entente_request_duration_seconds_count\{(.*)\} (\d+)/gm)]
  expect(counted.map(([, labels, count]) => `${labels} ${count}`).sort()).toEqual([
    'procedure="customers.list",code="not_signed_in" 1',
    'procedure="customers.list",code="ok" 1',
    'procedure="unknown",code="not_found" 5',
  ])
  expect(text).toContain('entente_refusals_total{code="not_signed_in"} 1')
  for (const secret of [token, 'contoso', 'passwd', partner.id]) expect(text).not.toContain(secret)
})

test('the pool and the process report their state', async () => {
  const text = await (await scrape()).text()
  expect(text).toMatch(/^entente_db_connections [1-9]/m)
  expect(text).toMatch(/^entente_db_connections_idle [1-9]/m)
  expect(text).toMatch(/^entente_db_connections_waiting 0/m)
  expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m)
})

test('a gauge whose source is down is absent, not stale', async () => {
  const own = createMetrics()
  let isAway = false
  gaugesOf(own, { one: 'x', two: 'x' }, async () => {
    if (isAway) throw new Error('away')
    return { one: 1, two: 2 }
  })
  expect((await own.read()).body).toMatch(/^one 1\n[\s\S]*^two 2\n/m)
  isAway = true
  expect((await own.read()).body).not.toMatch(/^(one|two) /m)
})
