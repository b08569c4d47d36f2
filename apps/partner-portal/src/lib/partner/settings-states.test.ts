import { translatorFor } from '@entente/i18n/server'
import type { Words } from '@entente/ui/words'
import { describe, expect, test } from 'vitest'
import { type SettingsData, settingsStates } from './settings-states.ts'

const closed: SettingsData = { users: null, profile: null, signIn: null, agreement: null, activity: null }
const of = (data: Partial<SettingsData>) =>
  settingsStates(
    translatorFor('en'),
    { ...closed, ...data },
    { locale: 'en', timeZone: 'UTC', renderedAt: Date.parse('2026-11-30') },
  )
const texts = (data: Partial<SettingsData>) =>
  Object.values(of(data)).flatMap((states) => states.map(({ text }) => plain(text)))
const plain = (words: Words) =>
  typeof words === 'string'
    ? words
    : words.map((part) => (typeof part === 'string' ? part : part.text)).join('')

describe('the home of Settings says how each section stands', () => {
  test('users without a second factor lead to their list', () => {
    expect(texts({ users: { total: 1, withoutFactor: 0 } })).toEqual(['1 user'])
    expect(of({ users: { total: 6, withoutFactor: 3 } })['/settings/users']).toMatchObject([
      { text: '6 users' },
      { text: '3 users have no second factor', href: '/settings/users?factor=none', tone: 'warning' },
    ])
  })

  test('a change of the profile under review, or the details that apply', () => {
    expect(texts({ profile: { attention: [{ kind: 'profile_reviewed', count: 1, at: null }] } })).toEqual([
      'Your profile change is under review',
    ])
    expect(texts({ profile: { attention: [] } })).toEqual(['The verified details apply'])
  })

  test('the second factor, and the directory with its host', () => {
    const directory = { issuer: 'https://login.example.com/tenant', isOn: true, testedAt: '2026-11-01' }
    expect(texts({ signIn: { isSecondFactorRequired: true, directory } })).toEqual([
      'Second factor: required for everyone',
      'Directory: turned on, login.example.com',
    ])
    expect(texts({ signIn: { isSecondFactorRequired: false, directory: null } })).toEqual([
      'Second factor: optional',
      'Directory: not set up',
    ])
  })

  test('the signed agreement, the newest entry of the log, and nothing about a section that is closed', () => {
    expect(
      texts({
        agreement: { newest: { version: '3', signedAt: '2026-11-04' }, isDue: false },
        activity: { at: '2026-11-28' },
      }),
    ).toEqual(['Version 3, signed on 4 Nov 2026', 'Last entry: 2 days ago'])
    expect(of({})).toEqual({})
  })

  test('a newer version of the agreement that waits comes before the one that was signed', () => {
    const agreement = { newest: { version: '3', signedAt: '2026-11-04' }, isDue: true }
    expect(of({ agreement })['/settings/agreement']).toMatchObject([
      { tone: 'warning', text: 'A new version of the partner agreement is waiting for your signature' },
      { tone: 'neutral' },
    ])
    const isSigned = { ...agreement, isDue: false }
    expect(of({ agreement: isSigned })['/settings/agreement']).toMatchObject([{ tone: 'positive' }])
  })
})
