import { locales } from '@entente/domain/core/locale'
import { countryCode } from '@entente/domain/core/organisation'
import { emailAddress, oneLine } from '@entente/domain/identity/account'
import { directoryFaults } from '@entente/domain/identity/sign-in-directory'
import { type Refusal, statusOf } from '@entente/domain/refusal'
import { postedDraft } from '@entente/domain/relationship/relationship-request'
import { describe, expect, test } from 'vitest'
import { fieldErrorText, refusalText } from './refusal.ts'
import { ownCatalogue, translatorFor } from './server.ts'

const en = translatorFor('en')
const facts = {
  permission: 'relationship_request.prepare',
  roles: ['admin_agent', 'sales_agent'],
  admins: [{ name: 'Ada', email: 'ada@contoso.test' }],
  organisation: 'Contoso',
  country: 'DE',
  reason: 'short',
  paragraph: 2,
  addresses: ['bad@'],
  links: [{ host: 'contoso.test', url: 'https://contoso.test' }],
  given: 57,
  most: 50,
  domains: ['contoso.test'],
  retryAfterSeconds: 90,
  fields: {},
  missing: ['support'],
  checks: ['profile'],
  check: 'credit_check',
  evidence: ['consent'],
  profileCountry: 'FR',
  deadline: 'open',
}

describe.each(locales)('U16 in %s', (locale) => {
  test.each(Object.keys(statusOf))('%s has words', (code) => {
    // `facts` holds the data of every refusal; each one ignores what it does not use.
    const text = refusalText(translatorFor(locale), { code, ...facts } as unknown as Refusal)
    expect(text.length).toBeGreaterThan(locale === 'zh-CN' ? 10 : 30)
    expect(text).not.toMatch(/[{}_]|undefined/)
  })

  test('each cause that keeps a directory from working has its own sentence', () => {
    const t = translatorFor(locale)
    const say = (reason: (typeof directoryFaults)[number]) =>
      refusalText(t, { code: 'directory_unusable', reason })
    expect(new Set(directoryFaults.map(say)).size).toBe(directoryFaults.length)
  })
})

test('there are no words for a refusal that does not exist', () => {
  const keys = Object.keys(ownCatalogue('en')).filter((key) => key.startsWith('errors.'))
  expect(keys.sort()).toEqual(
    Object.keys(statusOf)
      .map((code) => `errors.${code}`)
      .sort(),
  )
})

test('D-12 no refusal that a partner may see mentions another partner', () => {
  const partnerCodes = ['partner_not_active', 'holders_changed', 'services_invalid', 'not_found'] as const
  for (const code of partnerCodes) expect(refusalText(en, { code })).not.toMatch(/(other|another) partner/i)
})

test('U-07 a refusal says which role, whom to ask and how long to wait', () => {
  expect(
    refusalText(en, {
      code: 'missing_permission',
      permission: 'relationship_request.prepare',
      roles: ['admin_agent', 'global_admin'],
    }),
  ).toContain('admin agent or global admin')
  const admins = [...facts.admins, { name: 'Bo', email: 'bo@contoso.test' }]
  expect(refusalText(en, { code: 'not_global_admin', admins })).toContain(
    'Ada (ada@contoso.test) or Bo (bo@contoso.test)',
  )
  expect(refusalText(en, { code: 'not_global_admin', admins: [] })).toContain('no active global admin')
  expect(refusalText(en, { code: 'not_decider', admins })).toContain('or a relationship manager')
  expect(refusalText(en, { code: 'too_many_attempts', retryAfterSeconds: 91 })).toContain('2 minutes')
  expect(refusalText(en, { code: 'recipients_invalid', addresses: [] })).toContain('at least one')
  expect(refusalText(en, { code: 'draft_foreign_link', paragraph: 0 })).toContain('The subject')
})

test('U16 the error of a field is worded for people', () => {
  const said = (result: { error?: { issues: { message: string }[] } | undefined }) =>
    fieldErrorText(en, result.error?.issues[0]?.message ?? 'accepted')
  expect(said(emailAddress.safeParse('nobody'))).toBe(en('common.field_error.email'))
  expect(said(oneLine(200).safeParse(' '))).toBe(en('common.field_error.required'))
  expect(said(oneLine(200).safeParse('x'.repeat(201)))).toBe(en('common.field_error.too_long', { max: 200 }))
  expect(said(oneLine(200).safeParse('a\nb'))).toBe(en('common.field_error.one_line'))
  expect(said(oneLine(200).safeParse(undefined))).toBe(en('common.field_error.required'))
  expect(said(countryCode.safeParse('Germany'))).toBe(en('common.field_error.country'))
  expect(said(postedDraft.shape.language.safeParse('fr'))).toBe(en('common.field_error.choice'))
  expect(said(postedDraft.shape.paragraphs.safeParse([{ key: 'a', text: '\u0000' }]))).toBe(
    en('common.field_error.plain_text'),
  )
  expect(fieldErrorText(en, 'something else')).toBe(en('common.field_error.invalid'))
})
