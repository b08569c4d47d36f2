import { randomBytes } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import type { Ring } from './keyring.ts'
import { hashRecoveryCode, newRecoveryCodes, recoveryCodeHashes } from './recovery-code.ts'

const account = 'ada' as Id<'account'>
const keys = new Map(['a', 'b'].map((kid) => [kid, randomBytes(32)]))
const ring: Ring = { newest: 'b', keys }

test('ten codes of 80 bits, in groups that a person can copy', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^(?:[a-z2-7]{4}-){3}[a-z2-7]{4}$/)
})

test('a code matches its hash with or without hyphens, after a key was added, and only for its account', () => {
  const [code = ''] = newRecoveryCodes()
  const stored = hashRecoveryCode({ ...ring, newest: 'a' }, account, code)
  const isFound = (owner: string, typed: string) =>
    recoveryCodeHashes(ring, owner as Id<'account'>, typed).some((hash) => hash.equals(stored))
  expect(isFound('ada', code)).toBe(true)
  expect(isFound('ada', code.replaceAll('-', ''))).toBe(true)
  expect(isFound('bob', code)).toBe(false)
  expect(isFound('ada', newRecoveryCodes()[0] ?? '')).toBe(false)
})
