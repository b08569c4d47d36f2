import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLinkToken, parseLinkToken } from './link-token.ts'

const tokens = fc.record({
  id: fc.uuid(),
  version: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
  mac: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})

const spelling = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %~'

const replaceAt = (text: string, at: number, character: string) =>
  text.slice(0, at) + character + text.slice(at + 1)

describe('the form of a link token', () => {
  test('R-019 parsing a formatted token returns the same parts', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(parseLinkToken(formatLinkToken(token))).toEqual(token)
      }),
    )
  })

  test('R-051 has three parts of fixed form and nothing else', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        expect(formatLinkToken(token)).toMatch(/^[A-Za-z0-9_-]{22}\.[0-9a-z]{1,6}\.[A-Za-z0-9_-]{43}$/)
      }),
    )
  })

  test('a known token keeps its spelling', () => {
    const id = '018f3c1e-7a2b-7c3d-8e4f-0123456789ab'
    const text = formatLinkToken({ id, version: 36, mac: new Uint8Array(32).fill(255) })
    expect(text).toBe(`AY88HnorfD2OTwEjRWeJqw.10.${'_'.repeat(42)}8`)
  })
})

describe('S12 an altered token', () => {
  test('at every position, with every character, is refused or is another token', () => {
    const token = { id: '018f3c1e-7a2b-7c3d-8e4f-0123456789ab', version: 1, mac: new Uint8Array(32).fill(90) }
    const text = formatLinkToken(token)
    let altered = 0
    for (let at = 0; at < text.length; at++)
      for (const character of spelling) {
        const other = replaceAt(text, at, character)
        if (other === text) continue
        altered++
        expect(parseLinkToken(other), other).not.toEqual(token)
      }
    expect(altered).toBe(text.length * (spelling.length - 1))
  })

  test('has one spelling only: a text that parses is formatted to the same text', () => {
    const alterations = fc.record({ token: tokens, at: fc.nat(), character: fc.constantFrom(...spelling) })
    let parsedCount = 0
    fc.assert(
      fc.property(alterations, ({ token, at, character }) => {
        const text = formatLinkToken(token)
        const other = replaceAt(text, at % text.length, character)
        const parsed = parseLinkToken(other)
        if (!parsed) return
        parsedCount++
        expect(formatLinkToken(parsed)).toBe(other)
      }),
      { numRuns: 2000 },
    )
    expect(parsedCount).toBeGreaterThan(100)
  })

  test('with flipped unused bits in the last character of id or mac is refused', () => {
    const text = formatLinkToken({
      id: '018f3c1e-7a2b-7c3d-8e4f-0123456789ab',
      version: 1,
      mac: new Uint8Array(32),
    })
    expect(text.endsWith('A')).toBe(true)
    for (const end of 'BCD') expect(parseLinkToken(replaceAt(text, text.length - 1, end))).toBeUndefined()
    for (const end of 'xyz0123456789') expect(parseLinkToken(replaceAt(text, 21, end))).toBeUndefined()
  })

  test.each([
    ['longer', (text: string) => `${text}A`],
    ['shorter', (text: string) => text.slice(0, -1)],
    ['with a space before', (text: string) => ` ${text}`],
    ['with a line break after', (text: string) => `${text}\n`],
    ['with a leading zero in the version', (text: string) => text.replace('.a.', '.0a.')],
    ['with version 0', (text: string) => text.replace('.a.', '.0.')],
    ['with a version in capitals', (text: string) => text.replace('.a.', '.A.')],
    ['with a version beyond an integer column', (text: string) => text.replace('.a.', '.zzzzzz.')],
    ['with padding', (text: string) => `${text}=`],
    ['empty', () => ''],
  ])('%s is refused', (_, alter) => {
    const text = formatLinkToken({
      id: '018f3c1e-7a2b-7c3d-8e4f-0123456789ab',
      version: 10,
      mac: new Uint8Array(32),
    })
    expect(alter(text)).not.toBe(text)
    expect(parseLinkToken(alter(text))).toBeUndefined()
  })
})

describe('formatting something that is not a token', () => {
  const token = { id: '018f3c1e-7a2b-7c3d-8e4f-0123456789ab', version: 1, mac: new Uint8Array(32) }
  test.each([
    ['an id that is not a UUID', { ...token, id: 'contoso' }, 'Not a lower-case UUID: contoso'],
    ['an id in capitals', { ...token, id: token.id.toUpperCase() }, 'Not a lower-case UUID: 018F3C1E'],
    ['version 0', { ...token, version: 0 }, 'Not a link version: 0'],
    ['a fractional version', { ...token, version: 1.5 }, 'Not a link version: 1.5'],
    ['a version beyond an integer column', { ...token, version: 2 ** 31 }, 'Not a link version: 2147483648'],
    ['a short mac', { ...token, mac: new Uint8Array(31) }, 'A mac has 32 bytes, not 31'],
  ])('%s is a fault', (_, wrong, fault) => {
    expect(() => formatLinkToken(wrong)).toThrow(fault)
  })
})
