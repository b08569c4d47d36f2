import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkForeignLinks, linksIn } from './foreign-link.ts'

describe('S10 the links in a partner’s text', () => {
  test.each([
    [
      'See https://www.contoso.example/services.',
      'www.contoso.example',
      'https://www.contoso.example/services',
    ],
    ['(contoso.example/x?y=1#z)', 'contoso.example', 'contoso.example/x?y=1#z'],
    ['www.contoso.example, please', 'www.contoso.example', 'www.contoso.example'],
    ['Contoso.example', 'contoso.example', 'Contoso.example'],
    ['https:contoso.example', 'contoso.example', 'contoso.example'],
    ['ftp://files.example/a', 'files.example', 'ftp://files.example/a'],
    ['http://127.0.0.1:8080/', '127.0.0.1', 'http://127.0.0.1:8080/'],
    ['contoso.\u200bexample', 'contoso.example', 'contoso.example'],
    ['ｃｏｎｔｏｓｏ．example', 'contoso.example', 'contoso.example'],
    ['contoso。example', 'contoso.example', 'contoso.example'],
    ['bücher.example', 'xn--bcher-kva.example', 'bücher.example'],
    ['https://microsoft.example@evil.example/x', 'evil.example', 'https://microsoft.example@evil.example/x'],
    ['[here](https://evil.example/x)', 'evil.example', 'https://evil.example/x'],
  ])('are found: %s', (text, host, url) => {
    expect(linksIn([`Dear Ada,\n${text}\nBest regards`])).toEqual([{ host, url }])
  })

  test.each([
    'Write to ada.roy@contoso.example or call +49 40 1234567.',
    'At 10.30, z.B. on 1.2.2027, version 3.14.',
    '您好。谢谢。请回复。',
    'Hello. This is a sentence... And more!',
  ])('are not made of plain words: %s', (text) => {
    expect(linksIn([text])).toEqual([])
  })

  test('are listed once, in the order of the texts', () => {
    expect(linksIn(['b.example a.example', 'a.example']).map(({ url }) => url)).toEqual([
      'b.example',
      'a.example',
    ])
  })
})

test('S10 a mail goes out only with links that its sender confirmed one by one, where the operator allows them', () => {
  const url = fc.constantFrom('https://a.example', 'b.example/x', 'www.c.example')
  fc.assert(
    fc.property(fc.uniqueArray(url), fc.uniqueArray(url), fc.boolean(), (written, confirmed, areAllowed) => {
      const links = linksIn([written.join(' ')])
      expect(links.map((found) => found.url)).toEqual(written)
      const decision = checkForeignLinks(links, { confirmed, areAllowed })
      const isConfirmed = written.every((one) => confirmed.includes(one))
      expect(decision.ok).toBe(written.length === 0 || (areAllowed && isConfirmed))
      if (!decision.ok && !areAllowed)
        expect(decision.refusal).toEqual({ code: 'draft_links_not_allowed', links })
    }),
  )
})
