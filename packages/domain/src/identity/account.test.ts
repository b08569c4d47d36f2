import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkPassword,
  confirmSignUp,
  domainOf,
  emailAddress,
  oneLine,
  password,
  signIn,
  signUp,
} from './account.ts'
import type { PasswordOwner } from './password.ts'

describe('an e-mail address', () => {
  test.each([
    ['ada@contoso.test', 'ada@contoso.test'],
    ['  Ada.Lovelace+Work@CONTOSO.Test ', 'ada.lovelace+work@contoso.test'],
    ["o'neil_x-1@sub.contoso.test", "o'neil_x-1@sub.contoso.test"],
    ['ada@Bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@例子.example', 'ada@xn--fsqu00a.example'],
    ['a@0-9.99.a-9.co', 'a@0-9.99.a-9.co'],
    [`${'a'.repeat(64)}@${'b'.repeat(63)}.test`, `${'a'.repeat(64)}@${'b'.repeat(63)}.test`],
    [`ada@${'b'.repeat(63)}.${'t'.repeat(63)}`, `ada@${'b'.repeat(63)}.${'t'.repeat(63)}`],
    [`ada1@${'abcdefgh.'.repeat(27)}tests2`, `ada1@${'abcdefgh.'.repeat(27)}tests2`],
  ])('%o is read as %o', (text, address) => {
    expect(emailAddress.parse(text)).toBe(address)
  })

  test.each([
    '',
    'ada',
    '@contoso.test',
    'ada@',
    'ada@contoso',
    'ada@@contoso.test',
    'ada@bob@contoso.test',
    '.ada@contoso.test',
    'ada.@contoso.test',
    'a..b@contoso.test',
    'ada@contoso.test.',
    'ada@.contoso.test',
    'ada@contoso..test',
    'ada@-contoso.test',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@2130706433',
    'ada@contoso.test:25',
    'ada@contoso.test/x',
    'ada lovelace@contoso.test',
    'ada@contoso .test',
    'ada@contoso.test\r\nBcc: eve@evil.example',
    'ada@contoso.test\n',
    '\tada@contoso.test',
    'ada\0@contoso.test',
    'Ada <ada@contoso.test>',
    '"ada"@contoso.test',
    'ada,bob@contoso.test',
    'ad\u0430@contoso.test',
    '\u212aate@contoso.test',
    'ada\u200b@contoso.test',
    'ada@con\u202etoso.test',
    `${'a'.repeat(65)}@contoso.test`,
    `ada@${'a'.repeat(64)}.test`,
    `ada12@${'abcdefgh.'.repeat(27)}tests2`,
    `ada@contoso.${'t'.repeat(64)}`,
  ])('S10 %o is refused', (text) => {
    expect(emailAddress.safeParse(text).success).toBe(false)
  })

  test('any accepted text becomes one short, lower-case, printable token with one @', () => {
    const pieces = fc.oneof(fc.emailAddress(), fc.string({ unit: fc.constantFrom(...'aB@.\n \r,<>"ü点-+') }))
    let accepted = 0
    fc.assert(
      fc.property(pieces, (text) => {
        const { data } = emailAddress.safeParse(text)
        if (data === undefined) return
        accepted++
        expect(data).toMatch(/^[!-?A-~]+@[a-z0-9.-]+$/)
        expect(data).toBe(data.toLowerCase())
        expect(data.length).toBeLessThanOrEqual(254)
        expect(emailAddress.parse(data)).toBe(data)
      }),
      { numRuns: 1000 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  test('its domain is the part after the @', () => {
    expect(domainOf('ada@contoso.test')).toBe('contoso.test')
  })
})

describe('a line of text', () => {
  const line = oneLine(10)

  test.each([
    ['  Contoso  ', 'Contoso'],
    ['Mu\u0308ller', 'Müller'],
    ['世纪互联', '世纪互联'],
    ['🤝', '🤝'],
    ['x'.repeat(10), 'x'.repeat(10)],
  ])('%o is read as %o', (text, value) => {
    expect(line.parse(text)).toBe(value)
  })

  test.each([
    '',
    '   ',
    'x'.repeat(11),
    'a\nb',
    'a\rb',
    'a\0b',
    'a\tb',
    'a\x7fb',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
    'a\u202eb',
    'a\u2066b',
    'a\ud800',
    '\u200b',
  ])('S10 %o is refused', (text) => {
    expect(line.safeParse(text).success).toBe(false)
  })
})

describe('a new password', () => {
  const ada = { email: 'ada.lovelace@contoso.test', organisations: ['Analytical Engines'] }
  const listed = new Set(['liverpool', 'abcde', 'lamp', 'violet', 'otter', 'parade'])
  const reasonFor = (password: string, owner: PasswordOwner = ada) => {
    const result = checkPassword(password, owner, (word) => listed.has(word))
    return result.ok ? 'ok' : result.refusal.reason
  }

  test.each([
    'vT7#qLm2zXw9',
    'four brave otters sing',
    'grüne Wolken über Köln',
    '明月几时有把酒问青天不知天',
    'passwordless-otter-parade',
    'my admin likes otters',
    'lamp violet otter',
  ])('%o may be used', (password) => {
    expect(reasonFor(password)).toBe('ok')
  })

  test.each(['', 'vT7#qLm2zXw', '🤝'.repeat(11)])('%o is too short', (password) => {
    expect(reasonFor(password)).toBe('short')
  })

  test.each([
    'password1234',
    'P@ssw0rd2024!',
    'PasswordPassword',
    'Willkommen2025!',
    '123456789012',
    '210987654321',
    'qwertyuiopas',
    'abcdefghijklm',
    'mlkjihgfedcba',
    'aaaaaaaaaaaa',
    'abababababab',
    '1qaz2wsx3edc',
    'Administrator1',
    'correct horse battery staple',
    '!!!letmein!!!2024',
    'iloveyou12345',
    'my-password!!',
    'abcdabcdabcd',
    'abcdeabcdeabcde',
    '24.12.1985 - 24.12.2005',
    'liverpool123',
    'L1verp00l!2026',
    'LiverpoolLiverpool1',
    '123-loopreviL-321',
    'liver-2026-pool',
    'Winter-Liverpool-2026',
    'Frühling2026!!',
  ])('%o is too common', (password) => {
    expect(reasonFor(password)).toBe('common')
  })

  test.each([
    'Ada.Lovelace!1843',
    'x-ADALOVELACE-9z',
    'AnalyticalEngines#7',
    'analytical engines 99',
    'ａｎａｌｙｔｉｃａｌ engines 99',
    'Contoso2026!',
    'C0nt0so-Liverpool',
    'engines#2026#engines',
    'Summer@Contoso2026',
  ])('%o is too personal', (password) => {
    expect(reasonFor(password)).toBe('personal')
  })

  test('a name of two characters counts only in a script that writes names so', () => {
    expect(reasonFor('otto likes otters', { email: 'otto@contoso.test' })).toBe('personal')
    expect(reasonFor('bobbing otters', { email: 'bob@contoso.test', organisations: ['BO'] })).toBe('ok')
    expect(reasonFor('明月几时有华为把酒问青天', { email: 'li@contoso.test', organisations: ['华为'] })).toBe(
      'personal',
    )
  })

  test('an operator, who has no organisation, can choose one', () => {
    expect(reasonFor('vT7#qLm2zXw9', { email: 'ops@entente.test' })).toBe('ok')
  })

  test('random passwords are not refused by accident', () => {
    const characters = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_']
    const random = fc.string({
      unit: fc.constantFrom(...characters),
      minLength: 20,
      maxLength: 20,
      size: 'max',
    })
    const refused = fc
      .sample(random, 1000)
      .filter((password) => new Set(password).size > 8 && reasonFor(password) !== 'ok')
    expect(refused).toEqual([])
  })
})

describe('what the forms post', () => {
  const form = {
    organisation: 'Contoso GmbH',
    country: 'DE',
    name: 'Ada Lovelace',
    email: 'Ada@Contoso.test',
  }

  test('sign-up is accepted with and without an invitation', () => {
    expect(signUp.parse({ ...form, invitation: 'token' })).toEqual({
      ...form,
      email: 'ada@contoso.test',
      invitation: 'token',
    })
    expect(signUp.safeParse(form).success).toBe(true)
  })

  test.each([{ country: 'ZZ' }, { country: 'de' }, { country: '' }, { name: '' }, { organisation: 'a\nb' }])(
    'sign-up with %o is refused',
    (wrong) => expect(signUp.safeParse({ ...form, ...wrong }).success).toBe(false),
  )

  test('the confirm page gives the password, and cannot change the address', () => {
    const given = { ...form, password: 'four brave otters sing' }
    const { email: _, ...confirmed } = given
    expect(confirmSignUp.parse(given)).toEqual(confirmed)
    expect(confirmSignUp.safeParse(form).success).toBe(false)
  })

  test('a password is the same from every keyboard, and at most 200 characters long', () => {
    const read = (password: string) =>
      signIn.safeParse({ email: 'ada@contoso.test', password }).data?.password
    expect(read('Ko\u0308ln ｘ')).toBe('Köln x')
    expect(read('x')).toBe('x')
    expect(read('x'.repeat(200))).toHaveLength(200)
    expect(read('x'.repeat(201))).toBeUndefined()
  })
})

test('S24 half a surrogate pair is refused as a password, because it has no bytes to hash', () => {
  expect(password.safeParse('harbour \ud800 violet').success).toBe(false)
  expect(password.safeParse('harbour 🤝 violet').success).toBe(true)
})
