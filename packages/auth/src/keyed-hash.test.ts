import { expect, test } from 'vitest'
import { hashInput } from './keyed-hash.ts'
import type { Ring } from './keyring.ts'

const ring: Ring = { newest: 'a', keys: new Map([['a', Buffer.alloc(32, 1)]]) }
const hashOf = (json: string) => hashInput(ring, JSON.parse(json))[0].toString('hex')
const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

test('inputs that differ in values, keys or order have different hashes', () => {
  const inputs = [
    '{"a":1,"b":2}',
    '{"b":2,"a":1}',
    '{"a":1,"b":"2"}',
    '[1,2]',
    '[2,1]',
    '{"__proto__":1}',
    '{}',
    'null',
  ]
  expect(new Set(inputs.map(hashOf)).size).toBe(inputs.length)
  expect(hashOf('{"a":[{"b":1}]}')).toBe(hashOf('{ "a": [ { "b": 1 } ] }'))
})

test('S24 an input nested a hundred thousand times can be hashed, and depths that a schema reaches differ', () => {
  expect(hashOf(nested(100_000))).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf(nested(20))).not.toBe(hashOf(nested(21)))
})

test('R2 the hash that an older key made is among those of the same input alone', () => {
  const keys = new Map([...ring.keys, ['b', Buffer.alloc(32, 2)]])
  const [kept] = hashInput({ newest: 'a', keys }, { of: 'a' })
  const [newest, ...others] = hashInput({ newest: 'b', keys }, { of: 'a' })
  expect(newest).not.toEqual(kept)
  expect(others).toEqual([kept])
  expect(hashInput({ newest: 'b', keys }, { of: 'b' })).not.toContainEqual(kept)
})
