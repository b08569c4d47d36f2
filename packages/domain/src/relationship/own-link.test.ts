import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linksToHost } from './own-link.ts'

const own = [
  'customer.entente.example',
  'https://partner.entente.example',
  'localhost:4310',
  '127.0.0.1:4311',
  'bücher.example',
]

describe('S10 a text with a link to a host of ours', () => {
  test.each([
    'https://customer.entente.example/invitation/x',
    'http://customer.entente.example',
    'customer.entente.example/invitation/x',
    'See customer.entente.example.',
    'HTTPS://CUSTOMER.Entente.EXAMPLE/x',
    'https://customer.entente.example./x',
    'https://customer.entente.example:8443/x',
    'https://somebody@customer.entente.example/x',
    'https://microsoft.example:443@customer.entente.example/x',
    'https://customer.entente.example@evil.example/x',
    'https:customer.entente.example/x',
    'https:/customer.entente.example/x',
    'https:\\\\customer.entente.example\\x',
    '//customer.entente.example/x',
    '(customer.entente.example)',
    '[sign](https://customer.entente.example/x)',
    '<https://customer.entente.example/x>',
    'ftp://customer.entente.example/x',
    'mailto:somebody@customer.entente.example',
    'https://www.customer.entente.example/x',
    'https://customer。entente．example/x',
    'https://ｃｕｓｔｏｍｅｒ.entente.example/x',
    'https://cust\u00adomer.entente.example/x',
    'https://customer.\u200bentente.example/x',
    'https://cus%74omer.entente.example/x',
    'https://cus%2574omer.entente.example/x',
    'https://%ef%bd%83ustomer.entente.example/x',
    'https://customer%2eentente%2Eexample/x',
    'https://evil.example/?next=https%3A%2F%2Fcustomer.entente.example%2Fx',
    'https://customer.entente.\nexample/x',
    'https://cust\tomer.entente.example/x',
    '请访问customer.entente.example谢谢',
    'https://partner.entente.example',
    'http://localhost:4321/invitation/x',
    'localhost/invitation/x',
    'localhost:80',
    'http://app.localhost/x',
    'http://127.0.0.1/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://xn--bcher-kva.example/x',
    'BÜCHER.example/x',
    'http://bücher.example./x',
  ])('is found: %s', (text) => {
    expect(linksToHost(text, own)).toBe(true)
    expect(linksToHost(`Dear Ada,\n${text}\nBest regards`, own)).toBe(true)
  })

  test.each([
    '',
    'Dear Ada, we would like to be your reseller.',
    'https://www.contoso.example/entente',
    'https://customer.entente.example.evil.example/x',
    'https://notcustomer.entente.example/x',
    'https://my-customer.entente.example/x',
    'https://customer.entente.example-evil.example/x',
    'https://entente.example/x',
    'our customer. entente is a good example',
    'it runs on localhost today',
    'my localhostess',
    'http://127.0.0.10/x',
    'http://10.0.0.1/x',
    '100 %, 50 %2',
    'a%ff%zz',
  ])('is not found: %s', (text) => {
    expect(linksToHost(text, own)).toBe(false)
  })

  test('is found in any mixture of disguises', () => {
    const host = 'customer.entente.example'
    const disguises = fc.array(
      fc.constantFrom<(character: string) => string>(
        (character) => character,
        (character) => character.toUpperCase(),
        (character) => `%${character.charCodeAt(0).toString(16)}`,
        (character) => `\u200d${character}`,
        (character) => `${character}\u2060`,
        (character) => (character === '.' ? '。' : String.fromCodePoint(character.charCodeAt(0) + 0xfee0)),
      ),
      { minLength: host.length, maxLength: host.length },
    )
    const before = fc.constantFrom(
      '',
      'https://',
      'HTTP://',
      '//',
      'https:\\\\',
      'https://a:b@',
      'www.',
      'https://x/?u=',
    )
    const after = fc.constantFrom('', '.', ':443', '/invitation/x', './x', '?a', '#a', '\\x', ' and more')
    const around = fc.constantFrom('', ' ', '\n', '(', '"', '您')
    fc.assert(
      fc.property(disguises, before, after, around, (characters, start, end, edge) => {
        const written = [...host].map((character, at) => characters[at]?.(character) ?? character).join('')
        expect(linksToHost(edge + start + written + end + edge, own)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('without a host of ours nothing is found', () => {
    expect(linksToHost('https://customer.entente.example', [])).toBe(false)
    expect(linksToHost('https://customer.entente.example', ['', 'https://'])).toBe(false)
  })

  test('texts of 4000 characters that look like links are read within a second', () => {
    const started = performance.now()
    for (const unit of ['a.', '%25', 'https://', 'x ', ' ', '\t'])
      expect(linksToHost(unit.repeat(4000 / unit.length), own)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
