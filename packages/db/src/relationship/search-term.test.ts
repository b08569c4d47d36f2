import { describe, expect, test } from 'vitest'
import { searchPrefixesOf, searchTermsOf, sortKeyOf } from './search-term.ts'

/** Whether a search finds a name: every word of it is the beginning of one of the name's terms. */
const finds = (search: string, name: string, domain: string | null = null) => {
  const terms = searchTermsOf(name, domain)
  return searchPrefixesOf(search).every((prefix) => terms.some((term) => term.startsWith(prefix)))
}

describe('search terms', () => {
  test.each([
    ['muller', 'Müller Bau GmbH'],
    ['Müller', 'Muller & Sons'],
    ['strasse', 'Straße 7 KG'],
    ['straße', 'Strasse 7'],
    ['oster', 'Österreich Handel'],
    ['lodz', 'Łódź Sp. z o.o.'],
    ['华为', '华为技术有限公司'],
    ['huawei', '华为技术有限公司'],
    ['hua', '华为技术有限公司'],
    ['技术', '华为技术有限公司'],
    ['ＡＣＭＥ', 'acme'],
    ['bau mul', 'Müller Bau GmbH'],
  ])('"%s" finds "%s"', (search, name) => {
    expect(finds(search, name)).toBe(true)
  })

  test.each([
    ['ller', 'Müller Bau GmbH'],
    ['muller tief', 'Müller Bau GmbH'],
  ])('"%s" does not find "%s"', (search, name) => {
    expect(finds(search, name)).toBe(false)
  })

  test('a domain is found, whole and by its parts', () => {
    for (const search of ['contoso', 'contoso.example', 'example'])
      expect(finds(search, 'Fabrikam', 'contoso.example')).toBe(true)
  })

  test('a search of punctuation alone has no words, and a repeated word counts once', () => {
    expect(searchPrefixesOf(' %_\\ \u0000 ')).toEqual([])
    expect(searchPrefixesOf('a '.repeat(200))).toEqual(['a'])
  })
})

describe('sort keys', () => {
  test('case, accents and ß do not matter', () => {
    expect(sortKeyOf('MÜLLER')).toBe(sortKeyOf('muller'))
    expect(sortKeyOf('Straße')).toBe(sortKeyOf('STRASSE'))
  })

  test('Chinese names sort among the others by their pinyin', () => {
    const names = ['Zürich', '华为', 'Ikea', 'Gamma', '阿里巴巴']
    expect(names.toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual([
      '阿里巴巴',
      'Gamma',
      '华为',
      'Ikea',
      'Zürich',
    ])
  })

  test('a name of punctuation alone still has one', () => {
    expect(sortKeyOf('!!!')).not.toBe('')
  })
})
