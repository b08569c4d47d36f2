import { expect, test } from 'vitest'
import { checkNewPassword } from './new-password.ts'
import { newTemporaryPassword, typedTemporaryPassword } from './temporary-password.ts'

test('R-113 temporary passwords can be read aloud, never repeat and meet the password policy', async () => {
  const passwords = Array.from({ length: 500 }, newTemporaryPassword)
  for (const password of passwords) {
    expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/)
    expect((await checkNewPassword(password, { email: 'ada@partner.example' })).ok).toBe(true)
  }
  expect(new Set(passwords).size).toBe(passwords.length)
})

test.each([
  'abcd-efgh-jkmn-2345',
  'ABCD-EFGH-JKMN-2345',
  'Abcd-efgh-jkmn-2345',
  'abcdefghjkmn2345',
  'ABCDEFGHJKMN2345',
  'abcd efgh jkmn 2345',
  'abcd - efgh - jkmn - 2345',
  ' abcd-efgh-jkmn-2345 ',
  'abcd-efgh-jkmn-2345\r\n',
  'abcd\tefgh\tjkmn\t2345',
  'abcd–efgh–jkmn–2345',
  'abcd—efgh—jkmn—2345',
  'abcd‑efgh‑jkmn‑2345',
  'abcd\u00a0efgh\u00a0jkmn\u00a02345',
  '\u200eabcd-efgh-jkmn-2345\u200e',
  '\u2068abcd-efgh-jkmn-2345\u2069',
  'abcd-\u200befgh-\u200bjkmn-\u200b2345',
  '\ufeffabcd-efgh-jkmn-2345',
  'ａｂｃｄ－ｅｆｇｈ－ｊｋｍｎ－２３４５',
  'abcd-efgh-jkmn-٢٣٤٥',
  'ab-cd-ef-gh-jk-mn-23-45',
])('R-115 a temporary password typed as %o is the one that was shown', (typed) => {
  expect(typedTemporaryPassword(typed)).toBe('abcd-efgh-jkmn-2345')
})

test.each(['Abcd efgh', 'abcd-efgh-jkmn-234', 'abcd-efgh-jkmn-2340', 'Correct Horse Battery'])(
  'R-115 %o is no temporary password and stays as it is',
  (typed) => expect(typedTemporaryPassword(typed)).toBe(typed),
)
