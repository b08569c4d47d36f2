import { locales } from '@entente/domain/core/locale'
import { expect, test } from 'vitest'
import { chooseLocale } from './negotiate.ts'

const choose = (acceptLanguage: string, chosen?: string) =>
  chooseLocale({ chosen, acceptLanguage, cloudDefault: 'de', allowed: locales })

test('R-175 a person’s own choice comes first', () => {
  expect(choose('en', 'zh-CN')).toBe('zh-CN')
  expect(choose('en', 'fr')).toBe('en')
  expect(choose('en', '')).toBe('en')
})

test('R-175 then come the browser’s languages, by weight', () => {
  expect(choose('en-GB,en;q=0.9')).toBe('en')
  expect(choose('en;q=0.2, zh-SG;q=0.8')).toBe('zh-CN')
  expect(choose('zh-Hans-HK')).toBe('zh-CN')
  expect(choose('fr, de-CH;q=0.5')).toBe('de')
})

test('traditional Chinese is not taken for simplified', () => {
  expect(choose('zh-TW, en;q=0.5')).toBe('en')
})

test('R-176 then comes the cloud’s default', () => {
  expect(choose('')).toBe('de')
  expect(choose('*')).toBe('de')
  expect(choose('fr, ja')).toBe('de')
  expect(choose('en;q=0')).toBe('de')
})

test('a broken header is ignored', () => {
  for (const header of [
    'x'.repeat(100_000),
    ';;;,,,q=',
    'en_US;q=zwei',
    '\u0000',
    '-,--,é',
    ','.repeat(9999),
  ]) {
    expect(choose(header)).toBe('de')
  }
})

test('a language that the cloud does not offer is not chosen', () => {
  const german = chooseLocale({ chosen: 'en', acceptLanguage: 'en', cloudDefault: 'de', allowed: ['de'] })
  expect(german).toBe('de')
})
