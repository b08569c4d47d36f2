import { expect, test } from 'vitest'
import type { MailStatus } from './mail-status.ts'
import { isUnderWay, sendingProgress } from './sending-progress.ts'

const being = (...statuses: MailStatus[]) => sendingProgress(statuses.map((status) => ({ status, mails: 1 })))

test('U10 mails that were withdrawn do not count, and those that did not arrive are done and named', () => {
  expect(sendingProgress([{ status: 'queued', mails: 3 }])).toEqual({ done: 0, all: 3, undelivered: 0 })
  expect(being('sent', 'unsent', 'queued', 'withdrawn')).toEqual({ done: 2, all: 3, undelivered: 1 })
  expect(being('sent', 'delivered', 'bounced', 'complained')).toEqual({ done: 4, all: 4, undelivered: 1 })
  expect(being('withdrawn')).toEqual({ done: 0, all: 0, undelivered: 0 })
})

test('U10 several mails show a bar until the last one has gone', () => {
  expect(isUnderWay(being('queued', 'queued'))).toBe(true)
  expect(isUnderWay(being('sent', 'queued', 'bounced'))).toBe(true)
  for (const rest of [['sent', 'bounced'], ['queued'], ['withdrawn', 'queued'], []] as MailStatus[][])
    expect(isUnderWay(being(...rest))).toBe(false)
})
