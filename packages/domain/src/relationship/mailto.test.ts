import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mailto } from './mailto.ts'

const link =
  'https://customer.entente.example/invitation/AY88HnorfD2OTwEjRWeJqw.1.WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo'

/** Reads a target as a mail application does (RFC 6068). */
function read(href: string): { subject: string; body: string } {
  expect(href.startsWith('mailto:?')).toBe(true)
  const fields = href.slice('mailto:?'.length).split('&')
  const [subject, body] = fields.map((field) => decodeURIComponent(field.slice(field.indexOf('=') + 1)))
  expect(fields.map((field) => field.slice(0, field.indexOf('=')))).toEqual(['subject', 'body'])
  return { subject: subject ?? '', body: body ?? '' }
}

describe('R-015 the target of Open in e-mail app', () => {
  test('spaces are %20, line breaks CRLF, everything else as RFC 6068 requires', () => {
    expect(mailto('A & B', 'Hello, world\n\n1+1=2?', link)).toEqual({
      href: 'mailto:?subject=A%20%26%20B&body=Hello%2C%20world%0D%0A%0D%0A1%2B1%3D2%3F',
      ...{ complete: true, isShorter: false },
    })
  })

  test.each([
    ['umlauts', 'Vertriebspartnerschaft für Müller & Söhne', `Grüße aus Köln,\n\n${link}\n\nÄÖÜß`],
    ['Chinese', '经销商关系请求', `您好，\n\n${link}\n\n由世纪互联运营`],
    ['characters beyond the basic plane', '𠮷野家 🤝', `𠮷\n${link}`],
  ])('carries %s', (_, subject, text) => {
    const { href, complete } = mailto(subject, text, link)
    expect(complete).toBe(true)
    expect(href).toMatch(/^mailto:\?[\x21-\x7e]+$/)
    expect(read(href)).toEqual({ subject, body: text.replaceAll('\n', '\r\n') })
  })

  test('every kind of line break becomes CRLF', () => {
    expect(read(mailto('s', 'a\nb\r\nc\rd', link).href).body).toBe('a\r\nb\r\nc\r\nd')
  })

  test('a text that is too long is left to the clipboard: subject and whole link remain', () => {
    const { href, complete } = mailto('Anfrage', `${'ü'.repeat(2000)}\n\n${link}`, link)
    expect(complete).toBe(false)
    expect(read(href)).toEqual({ subject: 'Anfrage', body: link })
  })

  test('of a text that is too long, the longest shorter one that fits', () => {
    const shorter = [`${'您'.repeat(300)}\n\n${link}`, `请打开链接。\n\n${link}`, link]
    const { href, ...rest } = mailto('请求', `${'您'.repeat(400)}\n\n${link}`, link, shorter)
    expect(rest).toEqual({ complete: false, isShorter: true })
    expect(read(href)).toEqual({ subject: '请求', body: `请打开链接。\r\n\r\n${link}` })
  })

  test('1,900 encoded characters are not too long, 1,901 are', () => {
    const room = 1900 - mailto('s', '', link).href.length
    expect(mailto('s', 'x'.repeat(room), link)).toMatchObject({ complete: true })
    expect(mailto('s', 'x'.repeat(room), link).href).toHaveLength(1900)
    expect(mailto('s', 'x'.repeat(room + 1), link)).toMatchObject({ complete: false })
  })

  test('R-018 any subject and text: at most 1,900 characters, the link never cut, nothing lost when complete', () => {
    const subjects = fc.string({ unit: 'grapheme', maxLength: 200 })
    const bodies = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 4000, size: 'max' }),
    )
    fc.assert(
      fc.property(subjects, bodies, (subject, body) => {
        const text = `${body}\n\n${link}`
        const { href, complete } = mailto(subject, text, link)
        expect(href.length).toBeLessThanOrEqual(1900)
        const mail = read(href)
        expect(mail.body).toContain(link)
        if (complete) expect(mail.subject).toBe(subject)
        else expect(mail.body).toBe(link)
        expect(subject.startsWith(mail.subject)).toBe(true)
      }),
    )
  })

  test('a subject that is too long beside the link is cut at a whole character', () => {
    const { href } = mailto('𠮷'.repeat(200), 'x', link)
    expect(href.length).toBeGreaterThan(1880)
    expect(read(href).subject).toMatch(/^𠮷+$/u)
  })

  test('R-018 a link that is too long by itself is not cut', () => {
    const long = `${link}?${'x'.repeat(2000)}`
    expect(read(mailto('Anfrage', 'x'.repeat(3000), long).href)).toEqual({ subject: '', body: long })
  })

  test('half a surrogate pair does no harm', () => {
    expect(read(mailto('a\ud800b', '\udc00', link).href)).toEqual({ subject: 'a\ufffdb', body: '\ufffd' })
  })
})
