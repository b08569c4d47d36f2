import { startTracing } from '@entente/process/tracing'
import { startTraceReceiver } from '@entente/testkit/trace-receiver'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { startFakeApi, visitor } from '../testing/visit.ts'
import { createHandle } from './handle.ts'

const api = await startFakeApi()
const receiver = await startTraceReceiver()
afterAll(() => Promise.all([api.stop(), receiver.stop()]))
beforeEach(() => {
  api.requests = []
})

const visit = visitor(createHandle({ audience: 'customer', linkPaths: ['/invitation/'] }))
const cookies = { '__Host-entente-global-customer': 'token-of-the-session' }

test('without an endpoint nothing is traced', async () => {
  await visit('/', { cookies })
  expect(api.requests.map(({ traceparent }) => traceparent)).toEqual([undefined, undefined])
})

test('S13 a trace starts with the browser’s request and continues in the API, and contains no link', async () => {
  const tracing = startTracing({ service: 'acceptance-site', endpoint: receiver.url })
  await visit('/invitation/secret-token', {
    cookies,
    headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    routeId: '/(invitation)/invitation/[token]',
    page: async ({ locals }) => Response.json(await locals.api.session.current.query()),
  })
  await expect(visit('/people', { routeId: '/(signed-in)/people' })).rejects.toMatchObject({ status: 303 })
  await tracing.stop()

  const [span, refused] = receiver.spans
  expect(span?.name).toBe('GET /(invitation)/invitation/[token]')
  expect(span?.traceId).not.toBe('0af7651916cd43dd8448eb211c80319c')
  expect(api.requests).toHaveLength(3)
  for (const { traceparent } of api.requests)
    expect(traceparent).toBe(`00-${span?.traceId}-${span?.spanId}-01`)
  expect(refused).toMatchObject({ name: 'GET /(signed-in)/people', status: { code: 0 } })
  expect(refused?.traceId).not.toBe(span?.traceId)
  expect(receiver.said()).not.toMatch(/secret-token|token-of-the-session/)
})
