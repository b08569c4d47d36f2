import { createHmac, randomBytes } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'
import { macKeyFor, type Ring } from './keyring.ts'

export const recoveryCodeCount = 10
/** 16 characters of 5 bits: 80 bits. */
const characters = 16
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Fresh recovery codes, in groups of four: each replaces the second factor once. Only their hashes are stored. */
export const newRecoveryCodes = (): string[] => Array.from({ length: recoveryCodeCount }, newRecoveryCode)

function newRecoveryCode(): string {
  const text = Array.from(randomBytes(characters), (byte) => alphabet[byte % alphabet.length]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** The hash that a new code is stored with: keyed, and bound to its account. */
export const hashRecoveryCode = (ring: Ring, accountId: Id<'account'>, code: string): Buffer =>
  hashWith(ring, ring.newest, accountId, code)

/** The hashes that a code may have been stored with: one for each key that is still in the ring. */
export const recoveryCodeHashes = (ring: Ring, accountId: Id<'account'>, code: string): Buffer[] =>
  [...ring.keys.keys()].map((kid) => hashWith(ring, kid, accountId, code))

const hashWith = (ring: Ring, kid: string, accountId: string, code: string) =>
  createHmac('sha256', macKeyFor(ring, kid, 'recovery code'))
    .update(`recovery|${accountId}|${code.replaceAll('-', '')}`)
    .digest()
