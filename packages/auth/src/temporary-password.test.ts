import { expect, test } from 'vitest'
import { checkNewPassword } from './new-password.ts'
import { newTemporaryPassword } from './temporary-password.ts'

test('R-113 temporary passwords can be read aloud, never repeat and meet the password policy', async () => {
  const passwords = Array.from({ length: 500 }, newTemporaryPassword)
  for (const password of passwords) {
    expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/)
    expect((await checkNewPassword(password, { email: 'ada@partner.example' })).ok).toBe(true)
  }
  expect(new Set(passwords).size).toBe(passwords.length)
})
