import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { CloudId } from '@entente/domain/core/cloud'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ring } from './keyring.ts'
import { claimOf, isGenuine, type LinkKind, type LinkSource, linkToken } from './link-token.ts'

const keyOf = (name: string) => createHash('sha256').update(name).digest()
const ring: Ring = { newest: 'k2', keys: new Map(['k1', 'k2'].map((kid) => [kid, keyOf(kid)])) }
const otherRing: Ring = { newest: 'k1', keys: new Map([['k1', randomBytes(32)]]) }

const aSource = (changes: Partial<LinkSource> = {}): LinkSource => ({
  ...{ cloud: 'global', kind: 'relationship', id: randomUUID(), kid: 'k1', version: 1 },
  ...changes,
})

/** What the API does: it reads the row that the token claims, and verifies the token against it. */
function isAccepted(token: string, rows: LinkSource[]): boolean {
  const claim = claimOf(token)
  const row = rows.find(({ id }) => id === claim?.id)
  return (
    claim !== undefined && row !== undefined && isGenuine(ring, claim.mac, { ...row, version: claim.version })
  )
}

describe('a link’s token', () => {
  test('R-019, R-051 is derived: the same row has the same token, another row another', () => {
    const source = aSource()
    expect(linkToken(ring, source)).toBe(linkToken(ring, source))
    expect(linkToken(ring, aSource())).not.toBe(linkToken(ring, source))
    expect(isAccepted(linkToken(ring, source), [source])).toBe(true)
  })

  test('keeps its key for life: a newer key in the ring changes nothing', () => {
    const source = aSource({ kid: 'k1' })
    const older: Ring = { newest: 'k1', keys: new Map([['k1', keyOf('k1')]]) }
    expect(linkToken(ring, source)).toBe(linkToken(older, source))
  })

  test('throws when its key is missing', () => {
    expect(() => linkToken(ring, aSource({ kid: 'k9' }))).toThrow('"k9" for "link" is not in the keys file')
  })
})

describe('S12 ten thousand altered tokens: none is accepted', () => {
  const rows = Array.from({ length: 20 }, () => aSource())
  const tokens = rows.map((row) => linkToken(ring, row))
  const runs = { numRuns: 2500 }
  const anyToken = fc.integer({ min: 0, max: tokens.length - 1 })

  test('S12 one flipped bit anywhere', () => {
    fc.assert(
      fc.property(anyToken, fc.nat(), fc.integer({ min: 0, max: 7 }), (which, place, bit) => {
        const bytes = Buffer.from(tokens[which] ?? '')
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        expect(isAccepted(bytes.toString('latin1'), rows)).toBe(false)
      }),
      runs,
    )
  })

  test('S12 id, version and mac of different tokens', () => {
    const parts = tokens.map((token) => token.split('.'))
    fc.assert(
      fc.property(anyToken, anyToken, fc.integer({ min: 1, max: 99 }), (one, two, version) => {
        fc.pre(one !== two)
        const [id = '', own = ''] = parts[one] ?? []
        const mac = parts[two]?.[2] ?? ''
        expect(isAccepted([id, own, mac].join('.'), rows)).toBe(false)
        if (version > 1)
          expect(isAccepted([id, version.toString(36), parts[one]?.[2]].join('.'), rows)).toBe(false)
      }),
      runs,
    )
  })

  test('S12 of another instance, kind or key ring', () => {
    const clouds: CloudId[] = ['us-government', 'germany', 'china-21vianet']
    const kinds: LinkKind[] = ['sign_up', 'reset']
    const foreign = fc.oneof(
      fc.constantFrom(...clouds).map((cloud) => ({ cloud })),
      fc.constantFrom(...kinds).map((kind) => ({ kind })),
      fc.constant({ kid: 'k2' }),
    )
    fc.assert(
      fc.property(anyToken, foreign, (which, changes) => {
        const row = rows[which] as LinkSource
        expect(isAccepted(linkToken(ring, { ...row, ...changes }), rows)).toBe(false)
        expect(isAccepted(linkToken(otherRing, row), rows)).toBe(false)
      }),
      runs,
    )
  })

  test('S12 cut, lengthened, padded or wrapped in something', () => {
    fc.assert(
      fc.property(
        anyToken,
        fc.string({ minLength: 1, maxLength: 5 }),
        fc.nat({ max: 60 }),
        (which, noise, place) => {
          const token = tokens[which] ?? ''
          const at = place % token.length
          for (const altered of [
            token.slice(0, at),
            token + noise,
            noise + token,
            token.slice(0, at) + noise + token.slice(at),
          ])
            expect(isAccepted(altered, rows)).toBe(false)
        },
      ),
      runs,
    )
  })
})
