import { describe, expect, test } from 'vitest'
import { webMailDomainInput } from '../enrolment/directory-input.ts'
import { emailAddress } from '../identity/account.ts'

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

describe('item 10: invisible marks around an address', () => {
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
