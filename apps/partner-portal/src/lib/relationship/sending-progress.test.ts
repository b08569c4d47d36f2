import { expect, test } from 'vitest'
import { sendingProgress } from './sending-progress.ts'

const being = (...statuses: Parameters<typeof sendingProgress>[0][number]['status'][]) =>
  sendingProgress(statuses.map((status) => ({ status })))

test('U10 a request to several recipients shows how many of its mails have gone, until all have', () => {
  expect(being('queued', 'queued', 'queued')).toEqual({ done: 0, all: 3 })
  expect(being('sent', 'unsent', 'queued', 'withdrawn')).toEqual({ done: 2, all: 3 })
  expect(being('sent', 'bounced')).toBeNull()
  for (const alone of [being('queued'), being('withdrawn', 'queued'), being()]) expect(alone).toBeNull()
})
