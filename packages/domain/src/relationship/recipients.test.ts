import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecipients, readRecipients, recipientsIn } from './recipients.ts'

const ada = 'ada@contoso.test'
const bob = 'bob@contoso.test'

/** As the header fields of RFC 5322 and mail programs write recipients; the last column says which one. */
const written: [text: string, addresses: string[], source: string][] = [
  [ada, [ada], 'RFC 5322 addr-spec'],
  [` Ada@Contoso.test , ${bob};\r\n eve@contoso.test`, [ada, bob, 'eve@contoso.test'], 'mixed separators'],
  [`${ada} ${bob}`, [ada, bob], 'spaces between'],
  [`${ada}\n${bob}\n`, [ada, bob], 'a column of a table'],
  [`${ada}\t${bob}`, [ada, bob], 'a row of a table'],
  [`Ada Lovelace\t${ada}\r\nBob Ross\t${bob}`, [ada, bob], 'two columns, name first'],
  [`${ada}\tAda Lovelace\n${bob}\tBob Ross`, [ada, bob], 'two columns, address first'],
  [`Lovelace, Ada\t${ada}`, [ada], 'two columns, the name with a comma'],
  [`Ada Lovelace <${ada}>; <${bob}>`, [ada, bob], 'RFC 5322 name-addr and angle-addr'],
  [`Lovelace, Ada <${ada}>; Ross, Bob <${bob}>`, [ada, bob], 'Outlook, Exchange address list'],
  [`Lovelace, Ada <${ada}>, Ross, Bob <${bob}>`, [ada, bob], 'the same, with commas between'],
  [`Lovelace, Ada, Dr. <${ada}>`, [ada], 'Outlook, with a title'],
  [`Lovelace, Ada (Contoso, Ltd.) <${ada}>; ${bob};`, [ada, bob], 'Outlook, with the company'],
  [`'Ada Lovelace' <${ada}>; '${bob}' <${bob}>`, [ada, bob], 'Outlook, single quotes'],
  [`'${ada}'; '${bob}'`, [ada, bob], 'Outlook, only the address in quotes'],
  [`"Lovelace, Ada" <${ada}>, "Bob \\"B\\" Ross" <${bob}>`, [ada, bob], 'RFC 5322 quoted-string, Gmail'],
  [`"Giant; \\"Big\\" Box" <sysservices@example.net>`, ['sysservices@example.net'], 'RFC 5322 A.1.2'],
  ['Who? <one@y.test>', ['one@y.test'], 'RFC 5322 A.1.2'],
  [
    'A Group:Ed Jones <joe@where.test>,joe@where2.test,John <jdoe@one.test>;',
    ['joe@where.test', 'joe@where2.test', 'jdoe@one.test'],
    'RFC 5322 A.1.3, a group',
  ],
  [
    'Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>',
    ['pete@silly.test'],
    'RFC 5322 A.5, comments',
  ],
  [`${ada} (Ada Lovelace), ${bob} (Bob)`, [ada, bob], 'RFC 822 comments as names'],
  [`"Ada\r\n Lovelace"\r\n <${ada}>,\r\n ${bob}`, [ada, bob], 'RFC 5322 2.2.3, a folded header'],
  [`Lovelace,\r\n Ada <${ada}>`, [ada], 'a name broken over two lines'],
  [`To: Ada <${ada}>\nCc: ${bob}`, [ada, bob], 'copied with the header names'],
  [`An: Lovelace, Ada <${ada}>; ${bob}`, [ada, bob], 'Outlook in German'],
  [`mailto:${ada}; <mailto:${bob}?subject=x>`, [ada, bob], 'RFC 6068, a copied link'],
  [`Ada Lovelace [mailto:${ada}]`, [ada], 'Outlook, the From line of a quoted mail'],
  [`Ada Lovelace [${ada}]`, [ada], 'Exchange'],
  [`${ada}<mailto:${ada}>; ${bob} <${bob}>`, [ada, bob], 'Outlook, rich text pasted as plain text'],
  [`Ada Lovelace (${ada})`, [ada], 'a contact card'],
  [`Ada Lovelace <${ada}> Bob Ross <${bob}>`, [ada, bob], 'Apple Mail, dragged, no separator'],
  [`"${ada}","${bob}"`, [ada, bob], 'a CSV export'],
  [`“Lovelace, Ada” <${ada}>, „Ross, Bob“ <${bob}>`, [ada, bob], 'quotes made typographic'],
  [`Ada Lovelace＜${ada}＞；Bob〈${bob}〉`, [ada, bob], 'an East Asian input method'],
  [`${ada}，${bob}、eve＠contoso.test`, [ada, bob, 'eve@contoso.test'], 'full-width separators'],
  [`\u2068Ada\u00a0Lovelace\u2069 <\u200e${ada}\u200e>,\u200b${bob}\u200b`, [ada, bob], 'invisible marks'],
  [`\ufeff${ada}\u2028${bob}`, [ada, bob], 'a byte order mark and a line separator'],
  [`Booking.com <${ada}>`, [ada], 'a name that looks like a domain'],
  [`${ada},ADA@contoso.test, Ada <${ada}>`, [ada], 'one address three times'],
]

describe('recipients as mail programs copy them', () => {
  test.each(written)('%o are read as %o: %s', (text, value) => {
    expect(parseRecipients(text)).toEqual({ ok: true, value })
  })

  test('a list of addresses is read as well', () => {
    expect(parseRecipients([ada, 'Bob@contoso.test'])).toEqual({ ok: true, value: [ada, bob] })
  })

  test.each([
    ['', []],
    [' ;\n\u200b', []],
    [[], []],
    [`${ada}, bob, @x`, ['bob', '@x']],
    [`bob; Ada <${ada}>`, ['bob']],
    [`bob\nAda <${ada}>`, ['bob']],
    [`bob.contoso.test, Ada <${ada}>`, ['bob.contoso.test']],
    [`eve, dan, bob, Ada <${ada}>`, ['eve', 'dan', 'bob']],
    [`${bob} Ada <${ada}>`, [`${bob} Ada <${ada}>`]],
    [`5" ${bob}; 6" <${ada}>`, [`5" ${bob}; 6" <${ada}>`]],
    [`${ada} (${bob})`, [`${ada} (${bob})`]],
    ['Ada <ada>, Bob <>', ['ada', 'Bob <>']],
    ['ada@[127.0.0.1]', ['ada@']],
    ['"ada"@contoso.test', ['@contoso.test']],
    ['undisclosed-recipients: nobody;', ['nobody']],
    [`5" <${ada}>; 6" <${bob}>; bob`, ['bob']],
    ['bob, bob', ['bob']],
    [[`${ada}\r\nBcc: eve@evil.example`], [`${ada}\r\nBcc: eve@evil.example`]],
    [[''], ['']],
  ])('%o is refused, and the refusal lists %o', (input, addresses) => {
    expect(parseRecipients(input)).toEqual({ ok: false, refusal: { code: 'recipients_invalid', addresses } })
  })

  test('are at most 50, each counted once; the refusal names the limit and no address', () => {
    const many = Array.from({ length: 57 }, (_, at) => `a${at}@contoso.test`)
    expect(parseRecipients(many.slice(0, 50)).ok).toBe(true)
    expect(parseRecipients([...many.slice(0, 50), 'A0@contoso.test']).ok).toBe(true)
    const refusal = { code: 'too_many_recipients', given: 57, most: 50 }
    expect(parseRecipients(many)).toEqual({ ok: false, refusal })
  })

  test('no address of a list is lost, however it is named and separated', () => {
    const name = fc.constantFrom('', 'Ada', 'Lovelace, Ada', '"Ross; B."', "'Bo'", 'O’Neil (Contoso)', '王芳')
    const end = fc.constantFrom(';', '; ', ',', '，', '\n', ';\r\n')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, end), { minLength: 1, maxLength: 50 }), (people) => {
        const text = people.map(([one, after], at) =>
          one ? `${one} <p${at}@contoso.test>${after}` : `p${at}@contoso.test${after}`,
        )
        const value = people.map((_, at) => `p${at}@contoso.test`)
        expect(parseRecipients(text.join(''))).toEqual({ ok: true, value })
      }),
    )
  })

  test('a long paste is read in a moment', () => {
    const from = performance.now()
    for (const piece of ['"', '<', '(', '[', '\\"', 'a,', '<a@b', '(a@', '\t', "'", ':', 'a:'])
      parseRecipients(piece.repeat(10_000 / piece.length))
    expect(performance.now() - from).toBeLessThan(2500)
  })
})

describe('U-02 a partner’s own references', () => {
  test('end a line, behind any spelling of an address', () => {
    const text =
      'ada@contoso.test #PO 4711\r\nRoy, Bo <Bo@Fabrikam.test>  # T-1\nc@d.example\n"No. #1" <e@f.example>'
    expect(readRecipients(text)).toEqual({
      recipients: { ok: true, value: ['ada@contoso.test', 'bo@fabrikam.test', 'c@d.example', 'e@f.example'] },
      references: { 'ada@contoso.test': 'PO 4711', 'bo@fabrikam.test': 'T-1' },
    })
  })

  test('hide no address and no mistake', () => {
    const text = 'a@b.example #1, c@d.example\nbroken@ #2'
    expect(readRecipients(text).recipients).toMatchObject({ ok: false })
    expect(readRecipients(text).references).toEqual({})
  })
})

test('what is pasted shows as it will be read: each once, mistakes in place', () => {
  expect(recipientsIn('Ada <ADA@contoso.test>; broken@, ada@contoso.test')).toEqual([
    'ada@contoso.test',
    'broken@',
  ])
})
