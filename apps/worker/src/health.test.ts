import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { createHealth } from './health.ts'

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)

test('R5 the worker is ready while its loops reach the database, and alive in any case', async () => {
  let now = at(0)
  const pulses = [
    { name: 'relay', lastSuccess: () => at(0), silentMsMax: 2000 },
    { name: 'sealer', lastSuccess: () => at(0), silentMsMax: 5000 },
  ]
  const health = createHealth(pulses, { now: () => now })
  expect((await health.request('/readyz')).status).toBe(200)
  now = at(3)
  const late = await health.request('/readyz')
  expect(late.status).toBe(503)
  expect(await late.json()).toEqual({ status: 'not ready', silent: ['relay'] })
  const alive = await health.request('/healthz')
  expect(alive.status).toBe(200)
  expect(await alive.json()).toEqual({ status: 'ok', version: manifest.version })
})

test('R19 a stopping worker is not ready', async () => {
  const health = createHealth([], { isStopping: () => true })
  expect((await health.request('/readyz')).status).toBe(503)
})
