import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { whatHappened } from './activity.ts'

test('U-16 a former action reads as the present one, and an unknown action shows its code', () => {
  for (const locale of ['en', 'de', 'zh-CN'] as const) {
    const t = translatorFor(locale)
    const words = t('settings.act.enrolment.submitted')
    expect(whatHappened(t, 'enrolment.submitted')).toBe(words)
    expect(whatHappened(t, 'enrolment.submit')).toBe(words)
    expect(whatHappened(t, 'future.act')).toBe(t('settings.activity.other', { code: 'future.act' }))
  }
})
