import { limitsOf } from '@entente/auth/limits'
import { closeDatabase, openDatabase, poolFigures } from '@entente/db/core/database'
import { waitFor } from '@entente/testkit/wait'
import { givenWorld } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createApp } from './app.ts'

const world = await givenWorld()
const database = openDatabase({ url: world.urls.api, connectionsMax: 10 })
const app = createApp({ ...world.services, database, limits: limitsOf(database) }, pino({ level: 'silent' }))
afterAll(() => closeDatabase(database))

const { person } = await world.partner()
const headers = fromSite(await world.tokenFor(person))
const list = async () => app.request('/trpc/customers.list?input=%7B%7D', { headers })

test('R15 while fifty requests wait for the database the next ones are refused at once, and those that wait succeed', {
  retry: 2,
}, async () => {
  expect((await list()).status).toBe(200)
  let isHeld = true
  const held = world
    .asOwner('begin; lock table auth.session in access exclusive mode; select pg_sleep(0.7); commit')
    .finally(() => {
      isHeld = false
    })
  await waitFor(
    async () => (await world.asOwner(`select from pg_locks where mode = 'AccessExclusiveLock'`)).length > 0,
  )
  const served = Array.from({ length: 60 }, list)
  await waitFor(() => poolFigures(database).waiting === 50)
  const refused = await Promise.all(Array.from({ length: 20 }, list))
  expect(isHeld).toBe(true)
  for (const response of refused) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    const { error } = (await response.json()) as { error: { data: object } }
    expect(error.data).toMatchObject({ refusal: { code: 'unavailable', retryAfterSeconds: 1 } })
  }
  expect((await app.request('/healthz')).status).toBe(200)
  await held
  expect(new Set((await Promise.all(served)).map(({ status }) => status))).toEqual(new Set([200]))
  expect((await list()).status).toBe(200)
})
