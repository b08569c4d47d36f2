import { describe, expect, test } from 'vitest'
import { webMailDomainInput } from '../enrolment/directory-input.ts'
import { mpnId } from '../enrolment/mpn-profile.ts'
import { emailAddress } from '../identity/account.ts'
import { partnerDirectoryInput } from '../partner/partner-account-input.ts'
import { asWebAddress, phoneAsTyped } from './typed-text.ts'

/** Default-ignorable and space characters of the Unicode Character Database that copied addresses bring along. */
const marks = {
  'no-break space': '\u00a0',
  'soft hyphen': '\u00ad',
  'combining grapheme joiner': '\u034f',
  'Arabic letter mark': '\u061c',
  'Hangul filler': '\u3164',
  'Mongolian vowel separator': '\u180e',
  'thin space': '\u2009',
  'zero width space': '\u200b',
  'zero width non-joiner': '\u200c',
  'zero width joiner': '\u200d',
  'left-to-right mark': '\u200e',
  'right-to-left mark': '\u200f',
  'left-to-right embedding': '\u202a',
  'pop directional formatting': '\u202c',
  'narrow no-break space': '\u202f',
  'word joiner': '\u2060',
  'invisible separator': '\u2063',
  'first strong isolate': '\u2068',
  'pop directional isolate': '\u2069',
  'ideographic space': '\u3000',
  'variation selector': '\ufe0f',
  'byte order mark': '\ufeff',
}

describe('invisible marks around an address', () => {
  test.each(Object.entries(marks))('%s is dropped before and after, and refused inside', (_, mark) => {
    expect(emailAddress.parse(`${mark} ada@contoso.test${mark}${mark}`)).toBe('ada@contoso.test')
    expect(webMailDomainInput.parse({ domain: `${mark}@contoso.test${mark}` })).toEqual({
      domain: 'contoso.test',
    })
    expect(emailAddress.safeParse(`ad${mark}a@contoso.test`).success).toBe(false)
  })

  test('a full-width @ is an @', () => {
    expect(emailAddress.parse('ada＠contoso.test')).toBe('ada@contoso.test')
    expect(emailAddress.safeParse('ada＠bob@contoso.test').success).toBe(false)
  })
})

/** Web addresses as browsers, mails and slides write them; RFC 3986 and the URL standard say what has a scheme. */
test.each([
  ['www.example.com', 'https://www.example.com'],
  ['example.com', 'https://example.com'],
  ['WWW.Example.COM', 'https://WWW.Example.COM'],
  ['example.com/help', 'https://example.com/help'],
  ['example.com/help?topic=a:b#c', 'https://example.com/help?topic=a:b#c'],
  ['example.com:8443', 'https://example.com:8443'],
  ['example.com:8443/help', 'https://example.com:8443/help'],
  ['//example.com/help', 'https://example.com/help'],
  ['bücher.example', 'https://bücher.example'],
  ['例子.example', 'https://例子.example'],
  ['example.co.uk', 'https://example.co.uk'],
  [' www.example.com ', 'https://www.example.com'],
  ['www.example.com\r\n', 'https://www.example.com'],
  ['\u200bwww.example.com\u200b', 'https://www.example.com'],
  ['\u2068www.example.com\u2069', 'https://www.example.com'],
  ['\u00a0https://example.com\u00a0', 'https://example.com'],
  ['https://example.com', 'https://example.com'],
  ['http://example.com', 'http://example.com'],
  ['HTTPS://EXAMPLE.COM', 'HTTPS://EXAMPLE.COM'],
  ['ftp://example.com', 'ftp://example.com'],
  ['mailto:ada@example.com', 'mailto:ada@example.com'],
  ['javascript:alert(1.5)', 'javascript:alert(1.5)'],
  ['example', 'example'],
  ['', ''],
])('the web address %o is read as %o', (typed, address) => {
  expect(asWebAddress(typed)).toBe(address)
})

test('a directory takes an address without a scheme, and no secret that it would cut', () => {
  const typed = { issuer: 'login.contoso.example/tenant', clientId: 'a', clientSecret: '' }
  expect(partnerDirectoryInput.parse(typed).issuer).toBe('https://login.contoso.example/tenant')
  const { error } = partnerDirectoryInput.safeParse({ ...typed, clientSecret: 'x'.repeat(501) })
  expect(error?.issues).toMatchObject([{ code: 'too_big', maximum: 500, path: ['clientSecret'] }])
})

test.each(['0012345', '００１２３４５', '٠٠١٢٣٤٥', ' 0012345\u200e', '\u20680012345\u2069'])(
  'the MPN ID %o is 0012345',
  (typed) => expect(mpnId.parse(typed)).toBe('0012345'),
)

test('R-097 a stored extension reads as people type it', () => {
  expect(phoneAsTyped('+14258828080;ext=123')).toBe('+14258828080 ext. 123')
  expect(phoneAsTyped('+14258828080')).toBe('+14258828080')
})
