import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

test('bytes survive the round trip through a text that needs no encoding in a path', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = encodeBase64url(bytes)
      expect(text).toMatch(/^[A-Za-z0-9_-]*$/)
      expect(decodeBase64url(text)).toEqual(bytes)
    }),
  )
})

test.each([
  ['', []],
  ['AA', [0]],
  ['-_8', [251, 255]],
])('%o decodes to %o', (text, bytes) => {
  expect(decodeBase64url(text)).toEqual(Uint8Array.from(bytes))
})

test.each(['A', 'AAAAA', 'AB', 'AA==', '+/8', 'A A', 'AA\n', 'ä'])('%o encodes no bytes', (text) => {
  expect(decodeBase64url(text)).toBeUndefined()
})
