import { translatorFor } from '@entente/i18n/server'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Chosen, everyMail, harmless } from '../testing/samples.ts'
import { linkPlaceholder } from './rendered.ts'

const t = translatorFor('en')
const fields = Object.keys(harmless) as (keyof Chosen)[]

const attacks: Record<string, string> = {
  'CRLF and a header': 'Ada\r\nBcc: victim@evil.test\r\n\r\nbody',
  'LF alone': 'Ada\nSubject: other',
  'CR alone': 'Ada\rTo: other@evil.test',
  'folded header': 'Ada\r\n X-Evil: 1',
  NUL: 'Ada\u0000\u0000Bcc: x',
  'line and paragraph separators': 'Ada\u2028Bcc: x\u2029\u0085Bcc: y',
  'bidirectional override': 'Ada \u202egpj.exe\u202c \u2066x\u2069',
  'encoded word': '=?utf-8?B?QWRhDQpCY2M6IHhAZXZpbC50ZXN0?=',
  'lone surrogates': 'Ada \ud800 \udfff',
  'a megabyte': 'A'.repeat(1_000_000),
  'a megabyte of emoji': '🏔'.repeat(250_000),
  'a megabyte of line breaks': '\r\n'.repeat(500_000),
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="https://evil.test">x</a>',
  'markup that closes ours': '</p></div></body></html><!-- <style>*{display:none}</style>',
  'entities that wait to be decoded': '&lt;script&gt; &#60;b&#62; &amp;lt;',
  'our placeholder': `{{link}} ${linkPlaceholder.replace('link', '{{link}}')} {{{link}}}`,
  'message syntax': "{name} '{' {count, plural, other {#}} #",
  addresses: 'https://evil.test/x www.evil.test evil.test javascript:alert(1)',
}

const clean = everyMail(harmless, t)

/** Checks the promises of S10 for a mail with these values. */
function expectSafe(chosen: Chosen) {
  for (const [name, mail] of Object.entries(everyMail(chosen, t))) {
    expect(mail.subject, name).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u)
    expect(mail.subject, name).not.toContain('=?')
    expect(mail.subject.length, name).toBeLessThanOrEqual(250)
    for (const body of [mail.text, mail.html]) {
      expect(/[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(body), name).toBe(false)
      expect(body.isWellFormed(), name).toBe(true)
      expect(body.length, name).toBeLessThan(400_000)
    }
    expect(tags(mail.html), name).toEqual(tags(clean[name]?.html ?? ''))
    expect(mail.html.match(/href="[^"]*"/g), name).toEqual(clean[name]?.html.match(/href="[^"]*"/g) ?? null)
    expect(mail.text.split(linkPlaceholder).length, name).toBe(
      clean[name]?.text.split(linkPlaceholder).length,
    )
  }
}

/** The markup of a mail without paragraphs and line breaks, which follow what people wrote. */
const tags = (html: string) => (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<(\/?p|br)>$/.test(tag))

describe('S10 what people write changes neither the headers nor the markup of a mail', () => {
  describe.each(Object.entries(attacks))('%s', (_, attack) => {
    test.each(fields)('in %s', (field) => expectSafe({ ...harmless, [field]: attack }))
    test('everywhere at once', () => {
      expectSafe(Object.fromEntries(fields.map((field) => [field, attack])) as Chosen)
    })
  })

  test('with any text', () => {
    const dangerous = fc.constantFrom(
      ...'\r\n\0\t\u000b\u0085\u2028\u2029\u202e\u2066<>"\'&{}=?#.:/@',
      '{{link}}',
      '=?',
      '<b>',
      '://',
    )
    const anything = fc.array(fc.oneof(dangerous, fc.string({ unit: 'binary' })), { maxLength: 40 })
    const written = anything.map((parts) => parts.join(''))
    const chosen = fc.record({
      person: written,
      organisation: written,
      partner: written,
      email: written,
      words: written,
    })
    fc.assert(fc.property(chosen, expectSafe), { numRuns: 100 })
  }, 20_000)
})

test('S10 no mail program finds a web address in a name', () => {
  const evil = 'Win at https://evil.test/x or www.evil.test'
  const { confirm, asked } = everyMail({ ...harmless, person: evil, organisation: evil }, t)
  for (const mail of [confirm, asked]) {
    for (const body of [mail?.text, mail?.html])
      expect(body).not.toMatch(/:\/\/evil|(www\.|evil)\.?\w*\.test/)
  }
})

test('S10 a partner’s own link stays text, beside the words that say whose it is', () => {
  const words = 'See https://evil.test/x'
  const { request } = everyMail({ ...harmless, words }, t)
  expect(new Set(request?.html.match(/href="[^"]*"/g))).toEqual(new Set([`href="${linkPlaceholder}"`]))
})

test('R-016 harmless text arrives as it was written', () => {
  const words = 'Grüße aus Zürich — 你好，世界 🏔\tTab\n"Zitat" & <mehr>'
  const { request } = everyMail({ ...harmless, words }, t)
  expect(request?.text).toContain(`\n\n${words}\n\n${linkPlaceholder}\n\n`)
  expect(request?.html).toContain('&quot;Zitat&quot; &amp; &lt;mehr&gt;')
})
