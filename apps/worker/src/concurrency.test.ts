import type { ReceivedJob } from '@entente/queue/bull'
import { expect, test } from 'vitest'
import { withFewAlone } from './concurrency.ts'

const job = (name: string): ReceivedJob => ({
  ...{ id: name, name, data: {} },
  ...{ recordedAt: new Date(), isLastAttempt: false },
})

test('exports wait for each other, and neither acceptances nor mails wait for them', async () => {
  const begun: string[] = []
  const ended = Promise.withResolvers<void>()
  const run = withFewAlone(async ({ name }) => {
    begun.push(name)
    await ended.promise
  }, 2)
  const exports = Array(3).fill('customers.export-asked')
  const others = ['relationship.accepted', 'mail.request-sent', 'customer.provision']
  const all = Promise.all([...exports, ...others].map((name) => run(job(name))))
  expect(begun).toEqual([...exports.slice(0, 2), ...others])
  ended.resolve()
  await all
  expect(begun).toEqual([...exports.slice(0, 2), ...others, exports[2]])
})
