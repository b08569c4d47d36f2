import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { objectOf, shortAbout, whatHappened, whoActed } from './activity.ts'

test('U-16 a former action reads as the present one, and an unknown action shows its code', () => {
  for (const locale of ['en', 'de', 'zh-CN'] as const) {
    const t = translatorFor(locale)
    const words = t('settings.act.enrolment.submitted')
    expect(whatHappened(t, 'enrolment.submitted')).toBe(words)
    expect(whatHappened(t, 'enrolment.submit')).toBe(words)
    expect(whatHappened(t, 'future.act')).toBe(t('settings.activity.other', { code: 'future.act' }))
  }
})

test('U-16 the page names the first three that an act is about, and counts the rest', () => {
  const t = translatorFor('en')
  expect(shortAbout(t, ['Contoso'])).toBe('Contoso')
  expect(shortAbout(t, ['a@x.test', 'b@x.test', 'c@x.test'])).toBe('a@x.test, b@x.test and c@x.test')
  const many = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test']
  expect(shortAbout(t, many)).toBe('a@x.test, b@x.test, c@x.test and 2 more')
})

const roles = ['global_admin', 'user_admin'] as const

test('U-16 an act leads to its customer, user or request, and a refusal says what was refused', () => {
  const t = translatorFor('en')
  const about = { about: ['Contoso'], permission: null }
  expect(objectOf(t, { ...about, place: { of: 'customer', id: '1' } }, roles)).toEqual({
    ...{ text: 'Contoso', href: '/customers/1' },
  })
  expect(objectOf(t, { ...about, place: { of: 'user', id: '2' } }, roles).href).toBe('/settings/users/2')
  expect(objectOf(t, { ...about, place: { of: 'request', id: '3' } }, roles).href).toBe('/requests/3')
  expect(objectOf(t, { about: [], permission: 'agreement.sign', place: null }, roles)).toEqual({
    text: t('users.permission.agreement.sign'),
  })
  expect(objectOf(t, { about: [], permission: 'unknown', place: null }, roles)).toEqual({ text: '' })
})

test('R-111 an act leads nowhere for a role that may not open the page', () => {
  const t = translatorFor('en')
  for (const of of ['customer', 'request'] as const)
    expect(
      objectOf(t, { about: ['Contoso'], permission: null, place: { of, id: '1' } }, ['user_admin']),
    ).toEqual({ text: 'Contoso' })
  const user = { about: ['Ada'], permission: null, place: { of: 'user', id: '2' } } as const
  expect(objectOf(t, user, ['admin_agent'])).toEqual({ text: 'Ada' })
})

test('R-128 who looked for a provider is named with their company, and what they looked at with its page', () => {
  const t = translatorFor('en')
  const outsider = { name: 'Mara Klein', company: 'Fabrikam Distribution' }
  const look = { person: null, outsider, isSignedIn: true, roles: ['admin_agent'] } as const
  expect(whoActed(t, look)).toBe('Mara Klein (Fabrikam Distribution)')
  const object = { about: [], permission: null, place: null, viewed: 'users' } as const
  expect(objectOf(t, object, roles)).toEqual({ text: t('portal.nav.users') })
})
