import { randomBytes } from 'node:crypto'
import type { Id } from '@entente/domain/core/id'
import { expect, test } from 'vitest'
import {
  isSignatureRight,
  noRoot,
  parseSignedHeads,
  printPublicKeys,
  publicKeysOf,
  readPublicKeys,
  signHeads,
} from './signed-heads.ts'

const ring = { newest: 'k2', keys: new Map(['k1', 'k2'].map((kid) => [kid, randomBytes(32)])) }
const organisationId = '01890000-0000-7000-8000-000000000001' as Id<'organisation'>
const end = { organisationId, position: 7, hash: Buffer.alloc(32, 1) }
const at = new Date('2026-11-29T12:00:00Z')
const first = signHeads(ring, undefined, [end], at)

test('R17 signed heads verify with the public key alone, as it was printed', () => {
  const printed = printPublicKeys(publicKeysOf(ring)).join('\n')
  for (const key of ring.keys.values()) expect(printed).not.toContain(key.toString('base64'))
  const read = parseSignedHeads(JSON.stringify(first))
  expect(read).toEqual(first)
  expect(isSignatureRight(readPublicKeys(`${printed}\n`), first)).toBe(true)
})

test('R17 each root covers the one before it', () => {
  const second = signHeads(ring, first, [], at)
  expect(first).toMatchObject({ sequence: 1, previous: noRoot, kid: 'k2' })
  expect(second).toMatchObject({ sequence: 2, previous: first.root, heads: [] })
  expect(second.root).not.toBe(signHeads(ring, { ...first, root: noRoot }, [], at).root)
})

test('R17 a statement that was altered anywhere does not verify, nor one of another key', () => {
  const keys = publicKeysOf(ring)
  const other = signHeads({ ...ring, keys: new Map([['k2', randomBytes(32)]]) }, undefined, [end], at)
  const alterations = [
    { at: '2026-11-29T12:00:01.000Z' },
    { sequence: 2 },
    { previous: 'f'.repeat(64) },
    { heads: [[organisationId, 8, end.hash.toString('hex')]] },
    { root: other.root.replace(/./g, '0') },
    { kid: 'k1' },
    { kid: 'k3' },
    { signature: other.signature },
  ]
  for (const change of alterations)
    expect(isSignatureRight(keys, { ...first, ...change } as typeof first), JSON.stringify(change)).toBe(
      false,
    )
})

test('a line that a crash cut off is no statement', () => {
  expect(parseSignedHeads(JSON.stringify(first).slice(0, -10))).toBeUndefined()
  expect(parseSignedHeads('{}')).toBeUndefined()
})
