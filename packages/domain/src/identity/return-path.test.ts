import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeReturnPath } from './return-path.ts'

const site = 'https://site.example'

const openings = [
  [
    '//',
    '///',
    '////',
    '\\\\',
    '/\\',
    '\\/',
    '/\\/',
    '//\\',
    '\\',
    '/\t/',
    '/\n/',
    '/\r\n/',
    '\t//',
    ' //',
    '/ /',
    '\u0000//',
  ],
  [
    'https://',
    'http://',
    'https:',
    'https:/',
    'https:\\\\',
    'HtTpS://',
    'ftp://',
    'ws://',
    'blob:https://',
    '/https://',
  ],
  [
    'javascript://',
    'javascript:alert(1)//',
    'data:text/html,//',
    'vbscript:',
    'file:///',
    'mailto:a@',
    '/javascript:',
  ],
  [
    '@',
    '/@',
    '//site.example@',
    'https://site.example@',
    'https://site.example:pw@',
    '//site.example:443@',
    '/:@',
  ],
  [
    '/%2f',
    '/%2F%2f',
    '%2f%2f',
    '/%5c',
    '/%5C%5c',
    '/%09/',
    '/%0a/',
    '/%0d%0a/',
    '/%252f',
    '/%00/',
    '/%e2%80%a4/',
  ],
  [
    '/.//',
    '/..//',
    '/../',
    '/./',
    '/a/..//',
    '/a/../..//',
    '/.%2e//',
    '/%2e%2e//',
    '/..\\',
    '/...//',
    '/;//',
    '/a//',
  ],
  [
    '/／',
    '/＼',
    '／／',
    '/⁄',
    '/∕',
    '/\u2024\u2024//',
    '/．．/',
    '/。。/',
    '//\u200b',
    '/\u00ad/',
    '/\ufeff/',
    '/\u202e/',
  ],
  [
    '//site.example.',
    '//site.example%40',
    '//site.example%2f@',
    'https://site.example.',
    '?//',
    '#//',
    '/#//',
    '/?#@//',
  ],
].flat()
const hosts = [
  'evil.example',
  'evil。example',
  'EVIL.example:443',
  '[::1]',
  '3232235777',
  'evil.example/../..//x',
]
const wrappings = [
  (text: string) => text,
  encodeURIComponent,
  (text: string) => encodeURIComponent(encodeURIComponent(text)),
]

const payloads = [
  ...new Set(
    openings.flatMap((opening) => hosts.flatMap((host) => wrappings.map((wrap) => wrap(opening + host)))),
  ),
]

/** Where a browser on `page` goes when it gets this as Location or href. */
const destination = (target: string, page: string) => new URL(target, page).origin

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

describe('S9 where to go after sign-in', () => {
  test('none of at least 500 payloads leaves the site, not even decoded twice', () => {
    expect(payloads.length).toBeGreaterThanOrEqual(500)
    for (const payload of payloads) {
      const result = safeReturnPath(payload, '/customers')
      for (const target of [result, decoded(result), decoded(decoded(result))])
        for (const page of [site, `${site}/sign-in`, `${site}/a/b?c=//d`])
          expect(destination(target, page), payload).toBe(site)
    }
  })

  test('the payloads test something: a mere check for a leading slash would let many through', () => {
    const escaped = payloads.filter(
      (payload) => payload.startsWith('/') && destinationOrNone(payload) !== site,
    )
    expect(escaped.length).toBeGreaterThan(50)
  })

  test('no string at all leaves the site', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'/\\.:@?#%&=;\t\n 2fFeE5cC', 'evil.example', 'https', '．', '。', '／'),
    })
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webUrl(), fc.string({ unit: 'binary' })), (text) =>
        [text, `/${text}`, `//${text}`].every((value) => {
          const result = safeReturnPath(value, '/customers')
          return destination(result, site) === site && (result === value || result === '/customers')
        }),
      ),
      { numRuns: 2000 },
    )
  })

  test.each([
    '/',
    '/customers',
    '/customers/',
    '/customers/018f3c1e-7a2b-7c3d-8e4f-0123456789ab',
    '/customers?search=M%C3%BCller+GmbH&sort=name&cursor=a_b-c.d~e',
    '/invitation/AY88HnorfD2OTwEjRWeJqw.1.WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo/review',
    '/a.b/..c/d..',
    '/?a=1',
    '/?a=0123456789%20%7E%80%C3%A4',
    `/${'a'.repeat(1999)}`,
  ])('keeps %s', (path) => {
    expect(safeReturnPath(path, '/elsewhere')).toBe(path)
  })

  test.each([
    undefined,
    null,
    1,
    ['/customers'],
    { toString: () => '/customers' },
    '',
    'customers',
    '/customers#x',
    '/a/../b',
    '/a/./b',
    '/a/..',
    '/a//b',
    '/%61',
    '/ü',
    '/a b',
    '/a?b=c d',
    '/a?b=%0d%0aset-cookie:x',
    '/a?b=%7F',
    '/a?b=%00',
    '/a?b=%10',
    '/a?b=%1f',
    '/a?b=%2',
    '/a\n',
    `/${'a'.repeat(2000)}`,
  ])('falls back for %o', (value) => {
    expect(safeReturnPath(value, '/elsewhere')).toBe('/elsewhere')
  })
})

function destinationOrNone(target: string): string | undefined {
  try {
    return destination(target, site)
  } catch {
    return undefined
  }
}
