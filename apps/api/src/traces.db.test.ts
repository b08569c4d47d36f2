import { startTracing } from '@entente/process/tracing'
import { startTraceReceiver } from '@entente/testkit/trace-receiver'
import { authorizing, givenWorld, tokenOf } from '@entente/trpc/testing'
import { fromSite } from '@entente/trpc/testing/sites'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createApp } from './app.ts'

const world = await givenWorld()
const app = createApp(world.services, pino({ level: 'silent' }))
const receiver = await startTraceReceiver()
afterAll(() => receiver.stop())

const [siteTrace, siteSpan] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331']

async function accept(traceparent?: string) {
  const [partner, customer] = [await world.partner(), await world.customer()]
  const [session, token] = [await world.tokenFor(customer.person), tokenOf(partner)]
  const { status } = await app.request('/trpc/invitation.accept', {
    method: 'POST',
    headers: {
      ...{ ...fromSite(session), 'content-type': 'application/json' },
      ...(traceparent && { traceparent }),
    },
    body: JSON.stringify(authorizing(token)),
  })
  expect(status).toBe(200)
  const jobs = await world.asOwner<{ trace: string | null }>(
    'select trace from outbox where data::text like $1',
    [`%${partner.id}%`],
  )
  expect(jobs.length).toBeGreaterThan(0)
  return { secrets: [session, token, customer.person.email, customer.person.name], jobs }
}

test('without an endpoint nothing is traced', async () => {
  const { jobs } = await accept(`00-${siteTrace}-${siteSpan}-01`)
  expect(jobs.every(({ trace }) => trace === null)).toBe(true)
})

test('a trace goes from the site through the procedure into the job; S13 it holds no link and no address', async () => {
  const tracing = startTracing({ service: 'api', endpoint: receiver.url })
  const { secrets, jobs } = await accept(`00-${siteTrace}-${siteSpan}-01`)
  await app.request(`/trpc/invitation/${secrets[1]}`, { headers: fromSite() })
  await tracing.stop()
  const span = receiver.spans.find(({ name }) => name === 'procedure invitation.accept')
  expect(span).toMatchObject({ traceId: siteTrace, parentSpanId: siteSpan })
  for (const { trace } of jobs) expect(trace).toBe(`00-${siteTrace}-${span?.spanId}-01`)
  expect(receiver.spans.map(({ name }) => name)).toContain('procedure unknown')
  for (const secret of secrets) expect(receiver.said()).not.toContain(secret)
})
