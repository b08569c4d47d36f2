import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { shortAbout, whatHappened } from './activity.ts'

test('U-16 a former action reads as the present one, and an unknown action shows its code', () => {
  for (const locale of ['en', 'de', 'zh-CN'] as const) {
    const t = translatorFor(locale)
    const words = t('settings.act.enrolment.submitted')
    expect(whatHappened(t, 'enrolment.submitted')).toBe(words)
    expect(whatHappened(t, 'enrolment.submit')).toBe(words)
    expect(whatHappened(t, 'future.act')).toBe(t('settings.activity.other', { code: 'future.act' }))
  }
})

test('item 13: the page names the first three that an act is about, and counts the rest', () => {
  const t = translatorFor('en')
  expect(shortAbout(t, ['Contoso'])).toBe('Contoso')
  expect(shortAbout(t, ['a@x.test', 'b@x.test', 'c@x.test'])).toBe('a@x.test, b@x.test and c@x.test')
  const many = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test']
  expect(shortAbout(t, many)).toBe('a@x.test, b@x.test, c@x.test and 2 more')
})
