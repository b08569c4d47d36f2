import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Ring } from './keyring.ts'
import { seal, unseal } from './sealed.ts'

const ring: Ring = { newest: 'b', keys: new Map(['a', 'b'].map((kid) => [kid, randomBytes(32)])) }
const secret = Buffer.from('a secret of twenty b')

test('S22 a sealed secret opens with its key and owner, and its bytes reveal nothing', () => {
  const sealed = seal(ring, 'second factor', 'ada', secret)
  expect(sealed.kid).toBe('b')
  expect(sealed.bytes.includes(secret)).toBe(false)
  expect(unseal(ring, 'second factor', 'ada', sealed)).toEqual(secret)
  expect(seal(ring, 'second factor', 'ada', secret).bytes).not.toEqual(sealed.bytes)
})

test('S22 a sealed secret opens for no other owner, with no other key and after no change', () => {
  const sealed = seal(ring, 'second factor', 'ada', secret)
  const forged = 'unable to authenticate data'
  expect(() => unseal(ring, 'second factor', 'bob', sealed)).toThrow(forged)
  expect(() => unseal(ring, 'second factor', 'ada', { ...sealed, kid: 'a' })).toThrow(forged)
  expect(() => unseal(ring, 'second factor', 'ada', { ...sealed, kid: 'c' })).toThrow(/not in the keys file/)
  for (let at = 0; at < sealed.bytes.length; at++) {
    const bytes = Buffer.from(sealed.bytes)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(() => unseal(ring, 'second factor', 'ada', { ...sealed, bytes }), `byte ${at}`).toThrow(forged)
  }
})

test('an older key of the ring still opens what it sealed', () => {
  const older = seal({ ...ring, newest: 'a' }, 'second factor', 'ada', secret)
  expect(unseal(ring, 'second factor', 'ada', older)).toEqual(secret)
})

test('one kind of secret never opens as another', () => {
  const sealed = seal(ring, 'directory secret', 'ada', secret)
  expect(() => unseal(ring, 'directory verifier', 'ada', sealed)).toThrow()
})
