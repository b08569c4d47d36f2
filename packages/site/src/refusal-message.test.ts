import { locales } from '@entente/domain/locale'
import { type Refusal, statusOf } from '@entente/domain/refusal'
import { translatorFor } from '@entente/i18n/server'
import { describe, expect, test } from 'vitest'
import { refusalMessage, waitText } from './refusal-message.ts'

/** Every refusal with data where it has some. */
const data: { [Code in Refusal['code']]?: Omit<Extract<Refusal, { code: Code }>, 'code'> } = {
  missing_permission: { permission: 'customers.view', roles: ['admin_agent', 'helpdesk_agent'] },
  not_global_admin: { admins: [{ name: 'Ada', email: 'ada@contoso.test' }] },
  membership_requested: { organisation: 'Contoso' },
  country_not_allowed: { country: 'FR' },
  password_too_weak: { reason: 'common' },
  draft_foreign_link: { paragraph: 2 },
  draft_paragraph_locked: { paragraph: 3 },
  recipients_invalid: { addresses: ['a@', 'b@'] },
  recipient_recently_mailed: { addresses: ['a@contoso.test'], retryAfterSeconds: 7200 },
  daily_limit_reached: { retryAfterSeconds: 600 },
  domain_limit_reached: { domains: ['contoso.test'], retryAfterSeconds: 600 },
  too_many_attempts: { retryAfterSeconds: 30 },
  invalid_input: { fields: {} },
}
const codes = Object.keys(statusOf) as Refusal['code'][]

describe.each(locales)('U16 in %s', (locale) => {
  const t = translatorFor(locale)
  test.each(codes)('%s has a text without gaps', (code) => {
    const text = refusalMessage(t, { code, ...data[code] } as Refusal)
    expect(text).not.toMatch(/undefined|NaN|[{}]/)
    expect(text.length).toBeGreaterThan(8)
  })
})

test('U16 a refusal names whom to ask and how long to wait', () => {
  const t = translatorFor('en')
  const admins = [
    { name: 'Ada', email: 'ada@contoso.test' },
    { name: 'Bo', email: 'bo@contoso.test' },
  ]
  expect(refusalMessage(t, { code: 'not_global_admin', admins })).toContain(
    'Ada (ada@contoso.test) or Bo (bo@contoso.test)',
  )
  expect(waitText(t, 30)).toBe('30 seconds')
  expect(waitText(t, 91)).toBe('2 minutes')
  expect(waitText(t, 7200)).toBe('2 hours')
  expect(waitText(t, 0)).toBe('1 second')
})
