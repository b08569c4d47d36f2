import { describe, expect, test } from 'vitest'
import { parseRecipients } from './relationship-request.ts'

describe('recipients', () => {
  test.each([
    ['ada@contoso.test', ['ada@contoso.test']],
    [
      ' Ada@Contoso.test , bob@contoso.test;\r\n eve@contoso.test dan@contoso.test',
      ['ada@contoso.test', 'bob@contoso.test', 'eve@contoso.test', 'dan@contoso.test'],
    ],
    ['Ada Lovelace <ada@contoso.test>; <bob@contoso.test>', ['ada@contoso.test', 'bob@contoso.test']],
    ['ada@contoso.test,ADA@contoso.test', ['ada@contoso.test']],
    [
      ['ada@contoso.test', 'Bob@contoso.test'],
      ['ada@contoso.test', 'bob@contoso.test'],
    ],
  ])('%o are read as %o', (input, value) => {
    expect(parseRecipients(input)).toEqual({ ok: true, value })
  })

  test.each([
    ['', []],
    [' ;\n', []],
    [[], []],
    ['ada@contoso.test, bob, @x', ['bob', '@x']],
    [['ada@contoso.test\r\nBcc: eve@evil.example'], ['ada@contoso.test\r\nBcc: eve@evil.example']],
    [[''], ['']],
  ])('%o is refused, and the refusal lists %o', (input, addresses) => {
    expect(parseRecipients(input)).toEqual({ ok: false, refusal: { code: 'recipients_invalid', addresses } })
  })

  test('are at most 50, each counted once', () => {
    const many = Array.from({ length: 51 }, (_, at) => `a${at}@contoso.test`)
    const last = { ok: false, refusal: { code: 'recipients_invalid', addresses: ['a50@contoso.test'] } }
    expect(parseRecipients(many.slice(0, 50)).ok).toBe(true)
    expect(parseRecipients([...many.slice(0, 50), 'A0@contoso.test']).ok).toBe(true)
    expect(parseRecipients(many)).toEqual(last)
  })
})
