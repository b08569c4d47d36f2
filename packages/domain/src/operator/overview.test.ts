import { expect, test } from 'vitest'
import { areHeadsLate, headsSignedAt, isSilent } from './overview.ts'

const now = new Date('2027-01-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()
const worker = (headsSignedAt?: string | null, startedAt = ago(3600)) => ({
  ...{ startedAt, seenAt: ago(2), facts: headsSignedAt === undefined ? {} : { headsSignedAt } },
})

test('a worker is silent after several missed pulses', () => {
  expect(isSilent({ seenAt: ago(29) }, now)).toBe(false)
  expect(isSilent({ seenAt: ago(30) }, now)).toBe(true)
})

test('heads are late when no worker has signed them for five minutes', () => {
  expect(areHeadsLate([worker(ago(400)), worker(ago(60))], now)).toBe(false)
  expect(areHeadsLate([worker(ago(400)), worker(ago(300))], now)).toBe(true)
  expect(areHeadsLate([worker(null)], now)).toBe(true)
  expect(headsSignedAt([worker(ago(400)), worker(ago(60)), worker(null)])).toBe(ago(60))
})

test('a worker that has just started, or says nothing about heads, is not late', () => {
  expect(areHeadsLate([worker(null, ago(3))], now)).toBe(false)
  expect(areHeadsLate([worker()], now)).toBe(false)
  expect(areHeadsLate([], now)).toBe(false)
})
