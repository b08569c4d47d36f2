import { expect, test } from 'vitest'
import { checkPasswordHash, hashPassword, isOutdated } from './password.ts'
import { hashSessionToken, newSessionToken } from './session-token.ts'

test('a password is stored as Argon2id, with a new salt each time', async () => {
  const [one, two] = await Promise.all([hashPassword('harbour lamp'), hashPassword('harbour lamp')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await checkPasswordHash(one, 'harbour lamp')).toBe(true)
  expect(await checkPasswordHash(one, 'Harbour lamp')).toBe(false)
})

const pbkdf2 = { algorithm: 'pbkdf2_sha256', iterations: 600_000 } as const

test('FIPS 140 where the cloud says so, a password is stored as PBKDF2 with HMAC-SHA-256', async () => {
  const stored = await hashPassword('harbour lamp', pbkdf2)
  expect(stored).toMatch(/^\$pbkdf2-sha256\$i=600000\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await checkPasswordHash(stored, 'harbour lamp', pbkdf2)).toBe(true)
  expect(await checkPasswordHash(stored, 'Harbour lamp', pbkdf2)).toBe(false)
})

test('a hash of either algorithm is checked under either rule, and known as outdated under the other', async () => {
  const rules = [{ algorithm: 'argon2id' } as const, { ...pbkdf2, iterations: 1000 }]
  for (const made of rules)
    for (const rule of rules) {
      const stored = await hashPassword('harbour lamp', made)
      expect(await checkPasswordHash(stored, 'harbour lamp', rule)).toBe(true)
      expect(isOutdated(stored, rule)).toBe(made !== rule)
    }
  expect(isOutdated(await hashPassword('x', { ...pbkdf2, iterations: 1000 }), pbkdf2)).toBe(true)
})

test('PBKDF2 is that of RFC 7914', async () => {
  const [salt, derived] = ['NaCl', '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56']
  const text = [Buffer.from(salt ?? ''), Buffer.from(derived ?? '', 'hex')].map((bytes) =>
    bytes.toString('base64'),
  )
  expect(await checkPasswordHash(`$pbkdf2-sha256$i=80000$${text.join('$')}`, 'Password')).toBe(true)
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
