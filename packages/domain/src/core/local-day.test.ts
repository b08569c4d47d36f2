import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAt, daysBefore, nextDay, startOfDay } from './local-day.ts'
import { zoneNamed } from './time-zone.ts'

const zones = [
  'UTC',
  'Asia/Tokyo',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Pacific/Auckland',
]
const range = { min: new Date('2000-01-03'), max: new Date('2060-01-01'), noInvalidDate: true }

test('U-16 a day begins with its first moment in the reader’s zone, whatever its clocks do', () => {
  fc.assert(
    fc.property(fc.date(range), fc.constantFrom(...zones), (moment, zone) => {
      const day = dayAt(moment, zone)
      const start = startOfDay(day, zone)
      expect(dayAt(start, zone)).toBe(day)
      expect(dayAt(new Date(start.getTime() - 1), zone) < day).toBe(true)
      const end = startOfDay(nextDay(day), zone)
      expect(start <= moment && moment < end).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test.each([
  ['2027-06-01', 'Asia/Tokyo', '2027-05-31T15:00:00.000Z'],
  ['2027-06-01', 'UTC', '2027-06-01T00:00:00.000Z'],
  ['2027-12-01', 'America/New_York', '2027-12-01T05:00:00.000Z'],
])('%s in %s begins at %s', (day, zone, start) => {
  expect(startOfDay(day, zone).toISOString()).toBe(start)
})

test('days before now are whole days of the reader', () => {
  const now = new Date('2027-04-02T20:00:00Z')
  expect(daysBefore(now, 7, 'Asia/Tokyo').toISOString()).toBe('2027-03-26T15:00:00.000Z')
  expect(daysBefore(now, 7, 'Europe/Berlin').toISOString()).toBe('2027-03-25T23:00:00.000Z')
})

test('only names of time zones are one, however they are written', () => {
  expect(['Asia/Tokyo', 'eUrope/berlin', '+0530', 'Mars/Base', '', 'x'.repeat(70)].map(zoneNamed)).toEqual([
    'Asia/Tokyo',
    'Europe/Berlin',
    '+05:30',
    ...[undefined, undefined, undefined],
  ])
})
