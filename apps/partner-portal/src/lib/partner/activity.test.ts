import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { whatHappened } from './activity.ts'

test('U-16 a row with a former action is shown with the words of the present one, an unknown one by its code', () => {
  for (const locale of ['en', 'de', 'zh-CN'] as const) {
    const t = translatorFor(locale)
    const words = t('settings.act.enrolment.submitted')
    expect(whatHappened(t, 'enrolment.submitted')).toBe(words)
    expect(whatHappened(t, 'enrolment.submit')).toBe(words)
    expect(whatHappened(t, 'future.act')).toBe(t('settings.activity.other', { code: 'future.act' }))
  }
})
