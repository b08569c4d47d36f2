import { expect, test } from 'vitest'
import { checkPasswordHash, hashPassword } from './password.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'

test('a password is stored as Argon2id, with a new salt each time', async () => {
  const [one, two] = await Promise.all([hashPassword('harbour lamp'), hashPassword('harbour lamp')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await checkPasswordHash(one, 'harbour lamp')).toBe(true)
  expect(await checkPasswordHash(one, 'Harbour lamp')).toBe(false)
})

test('S14 an unknown account matches no password, not even the decoy’s', async () => {
  expect(await checkPasswordHash(undefined, 'no account has this password')).toBe(false)
})

test('a session’s token has 256 bits and a hash of 32 bytes', () => {
  const tokens = new Set(Array.from({ length: 1000 }, newSessionToken))
  expect(tokens.size).toBe(1000)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
  expect(hashSessionToken('x')).toHaveLength(32)
})
