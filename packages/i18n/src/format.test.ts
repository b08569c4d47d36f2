import { expect, test, vi } from 'vitest'
import { countries } from './countries.ts'
import {
  countryName,
  formatDate,
  formatDateTime,
  formatEntries,
  formatList,
  formatRelative,
  formatRelativeOn,
  formatWait,
  unbroken,
} from './format.ts'

const moment = '2027-03-07T23:05:00.000Z'

test('R14 the formats of all zones that somebody sends are not kept', () => {
  const zones = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((hour) =>
    Array.from({ length: 60 }, (_, minute) => `+0${hour}:${String(minute).padStart(2, '0')}`),
  )
  const format = (day: string) => zones.map((zone) => formatDate('en', day, zone))
  format('2027-03-07')
  const made = vi.spyOn(Intl, 'DateTimeFormat')
  format('2027-03-08')
  const again = made.mock.calls.length
  made.mockRestore()
  expect(again).toBeGreaterThan(0)
})

test('a date is the day in the reader’s time zone', () => {
  expect(formatDate('en', moment, 'UTC')).toBe('7 Mar 2027')
  expect(formatDate('de', new Date(moment), 'Europe/Berlin')).toBe('8. März 2027')
  expect(formatDate('zh-CN', moment, 'Asia/Shanghai')).toBe('2027年3月8日')
})

test('a time names its zone', () => {
  expect(formatDateTime('en', moment, 'UTC')).toBe('7 Mar 2027, 23:05 UTC')
  expect(formatDateTime('de', moment, 'Europe/Berlin')).toBe('8. März 2027, 00:05 MEZ')
  expect(formatDateTime('zh-CN', moment, 'Asia/Shanghai')).toBe('2027年3月8日 07:05 (GMT+8)')
})

test('countries have names in every language; an invalid code comes back as it is', () => {
  expect(countryName('de', 'CN')).toBe('China')
  expect(countryName('zh-CN', 'DE')).toBe('德国')
  expect(countryName('en', '<b>')).toBe('<b>')
})

test('every country is listed once, in the order of the language', () => {
  const german = countries('de').map(({ name }) => name)
  expect(german.indexOf('Österreich')).toBeLessThan(german.indexOf('Polen'))
  expect(countries('zh-CN')[0]?.name).toBe('阿尔巴尼亚')
  expect(new Set(countries('en').map(({ code }) => code)).size).toBe(countries('en').length)
  expect(countries('en').length).toBeGreaterThan(240)
  expect(countries('en').every(({ code, name }) => name !== code)).toBe(true)
})

test('lists and waits are worded in the language', () => {
  expect(formatList('en', ['A', 'B', 'C'])).toBe('A, B and C')
  expect(formatList('de', ['A', 'B'], 'disjunction')).toBe('A oder B')
  expect(formatList('zh-CN', ['Azure', '桌面', 'Dynamics 365', 'Intune'])).toBe(
    'Azure、桌面、Dynamics 365 和 Intune',
  )
  expect(formatList('zh-CN', ['会员', '地址'])).toBe('会员和地址')
  expect([formatEntries('de', ['A', 'B']), formatEntries('zh-CN', ['A', 'B'])]).toEqual(['A, B', 'A、B'])
  expect([0, 30, 91, 7200].map((seconds) => formatWait('en', seconds))).toEqual([
    '1 second',
    '30 seconds',
    '2 minutes',
    '2 hours',
  ])
  expect(formatWait('de', 86_400)).toBe('24 Stunden')
  expect(formatWait('zh-CN', 301)).toBe('6分钟')
})

test('a version reads as it is written and does not break across lines', () => {
  const shown = unbroken('2020-01')
  expect(shown.replaceAll('\u2060', '')).toBe('2020-01')
  expect(shown).toMatch(/-\u2060/)
})

test.each([
  ['2027-03-07T11:59:30Z', 'just now', 'gerade eben', '刚刚'],
  ['2027-03-07T12:00:30Z', 'now', 'jetzt', '现在'],
  ['2027-03-07T11:55:00Z', '5 minutes ago', 'vor 5 Minuten', '5分钟前'],
  ['2027-03-07T09:00:00Z', '3 hours ago', 'vor 3 Stunden', '3小时前'],
  ['2027-03-06T12:00:00Z', 'yesterday', 'gestern', '昨天'],
  ['2027-03-10T12:00:00Z', 'in 3 days', 'in 3 Tagen', '3天后'],
  ['2027-02-01T12:00:00Z', '1 Feb 2027', '1. Feb. 2027', '2027年2月1日'],
])('a moment near enough is told by its distance: %s is %s', (at, ...words) => {
  const now = Date.parse('2027-03-07T12:00:00Z')
  const said = (['en', 'de', 'zh-CN'] as const).map((locale) => formatRelative(locale, at, now, 'UTC'))
  expect(said).toEqual(words)
})

test('within a sentence a day has its preposition, a distance none', () => {
  const now = Date.parse('2027-03-07T12:00:00Z')
  const say = (locale: 'en' | 'de', at: string) => formatRelativeOn(locale, at, now, 'UTC')
  expect([say('en', '2027-02-01T12:00:00Z'), say('en', '2027-03-06T12:00:00Z')]).toEqual([
    'on 1 Feb 2027',
    'yesterday',
  ])
  expect([say('de', '2027-02-01T12:00:00Z'), say('de', '2027-03-06T12:00:00Z')]).toEqual([
    'am 1. Feb. 2027',
    'gestern',
  ])
})

test('yesterday is the reader’s, not the one of UTC', () => {
  const now = Date.parse('2027-03-07T16:00:00Z')
  expect(formatRelative('en', '2027-03-07T14:00:00Z', now, 'Asia/Tokyo')).toBe('yesterday')
  expect(formatRelative('en', '2027-03-07T14:00:00Z', now, 'UTC')).toBe('2 hours ago')
})
