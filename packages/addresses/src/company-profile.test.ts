import { countryCodes } from '@entente/domain/core/organisation'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { legalProfileInput, primaryContactInput, supportInput } from './company-profile.ts'
import { phoneNumber, readablePhone } from './phone.ts'
import { addressForm, addressLines } from './postal-address.ts'

type Schema = {
  safeParse(value: unknown): {
    error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined
  }
}
const faults = (schema: Schema, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

const german = {
  legalName: 'Fabrikam GmbH',
  country: 'DE',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
}

describe('R-097 an address by the rules of its country', () => {
  test('every country has a form that requires only fields it shows', () => {
    for (const country of countryCodes) {
      const { fields, required } = addressForm(country)
      expect(fields, country).toContain('line1')
      expect(required, country).toContain('line1')
      expect(fields, country).toEqual(expect.arrayContaining([...required]))
    }
  })

  test('fields and lines are in the order of the country', () => {
    expect(addressForm('DE').fields).toEqual(['line1', 'line2', 'postalCode', 'city'])
    expect(addressForm('US').fields).toEqual(['line1', 'line2', 'city', 'region', 'postalCode'])
    expect(addressForm('CN').fields).toEqual(['postalCode', 'region', 'city', 'line1', 'line2'])
    expect(addressLines({ ...german, line2: '', region: '' })).toEqual(['Hauptstraße 1', '10115 Berlin'])
  })

  test.each([
    ['a German one', german, []],
    ['without a city', { ...german, city: ' ' }, ['city: Too small: expected string to have >=1 characters']],
    ['left empty', { ...german, city: '' }, ['city: required']],
    ['with four digits', { ...german, postalCode: '1011' }, ['postalCode: not a postal code']],
    ['of the US without a state', { ...german, country: 'US' }, ['region: required']],
    ['of the US', { ...german, country: 'US', region: 'WA', city: 'Redmond', postalCode: '98052' }, []],
    [
      'of Hong Kong, which has no postal codes',
      { ...german, country: 'HK', region: 'Kowloon', postalCode: '' },
      [],
    ],
    ['of Britain, typed small', { ...german, country: 'GB', postalCode: 'sw1a 1aa' }, []],
    ['of nowhere', { ...german, country: 'XX' }, ['country: not a country code']],
    ['with a second line in its name', { ...german, legalName: 'A\nB' }, ['legalName: not a line of text']],
  ])('%s', (_, value, wanted) => {
    const found = faults(legalProfileInput, value)
    if (wanted.length === 0 || !wanted[0]?.startsWith('city: Too small')) expect(found).toEqual(wanted)
    else expect(found.join()).toMatch(/^city: /)
  })
})

describe('R-097 phone numbers', () => {
  test.each([
    ['030 901820', 'DE', '+4930901820'],
    ['+49 30 901820', 'US', '+4930901820'],
    ['(425) 882-8080', 'US', '+14258828080'],
    ['010 6552 9988', 'CN', '+861065529988'],
    ['０３０ ９０１８２０', 'DE', '+4930901820'],
  ])('%s in %s', (text, country, wanted) => expect(phoneNumber(text, country)).toBe(wanted))

  // Extensions as RFC 3966, E.123, dial strings of phones and people write them.
  test.each([
    ['tel:+1-425-882-8080;ext=123', undefined],
    ['+14258828080;ext=123', undefined],
    ['+1 425 882 8080 ext. 123', undefined],
    ['+1 425 882 8080 ext 123', undefined],
    ['+1 425 882 8080 extn. 123', undefined],
    ['+1 425 882 8080 extension 123', undefined],
    ['+1 425 882 8080 (ext. 123)', undefined],
    ['(425) 882-8080 x123', 'US'],
    ['(425) 882-8080x123', 'US'],
    ['(425) 882-8080 (x123)', 'US'],
    ['(425) 882-8080 #123', 'US'],
    ['(425) 882-8080 ~123', 'US'],
    ['425.882.8080,123', 'US'],
    ['425.882.8080,,123', 'US'],
    ['425.882.8080;123', 'US'],
    ['425 882 8080 p123', 'US'],
    ['425 882 8080 w 123', 'US'],
    ['+1 425 882 8080 int. 123', 'MX'],
    ['+1 425 882 8080 anexo 123', 'PE'],
    ['+1 425 882 8080 доб. 123', 'RU'],
    ['+1 425 882 8080 ｘ１２３', 'JP'],
    ['+1 425 882 8080, Durchwahl 123', 'DE'],
    ['+1 425 882 8080 DW 123', 'DE'],
    ['+1 425 882 8080 (App. 123)', 'DE'],
    ['+1 425 882 8080 转 123', 'CN'],
    ['+1 425 882 8080 分机：123', 'CN'],
    ['+1 425 882 8080 内線123', 'JP'],
    ['\u202a+1 425 882 8080 ext. 123\u202c', undefined],
  ])('R-097 %s in %s keeps its extension', (text, country) => {
    const stored = '+14258828080;ext=123'
    expect(phoneNumber(text, country)).toBe(stored)
    expect(phoneNumber(stored)).toBe(stored)
    expect(readablePhone(stored)).toBe('+1 425 882 8080 ext. 123')
  })

  test.each([
    ['030 901820-12', 'DE', '+493090182012'],
    ['+49 (0)30 901820', 'US', '+4930901820'],
    ['+49 30 / 90 18 20', 'DE', '+4930901820'],
    ['(030) 901820', 'DE', '+4930901820'],
    ['030–901820', 'DE', '+4930901820'],
    ['٠٣٠ ٩٠١٨٢٠', 'DE', '+4930901820'],
  ])('R-097 %s in %s is %s', (text, country, wanted) => expect(phoneNumber(text, country)).toBe(wanted))

  test.each([
    ['+1 425 882 8080 ext. 12 or 13', 'US'],
    ['+1 425 882 8080 ext. ABC', 'US'],
    ['+1 425 882 8080 ext.', 'US'],
    ['+1 425 882 8080 Ada', 'US'],
    ['030 901820, 030 901821', 'DE'],
    ['030 901820 / 030 901821', 'DE'],
    ['030 901820 oder 21', 'DE'],
    ['tel:+14258828080;ext=12;isub=1', 'US'],
  ])('R-097 %s in %s is refused, because a part of it would get lost', (text, country) => {
    expect(phoneNumber(text, country)).toBeUndefined()
  })

  test.each([
    ['12', 'DE'],
    ['call 030 901820 now', 'DE'],
    ['030 901820', undefined],
    ['+1 000 000 0000', 'US'],
    ['', 'DE'],
  ])('%s in %s is refused', (text, country) => expect(phoneNumber(text, country)).toBeUndefined())

  test('are shown as people read them', () => {
    expect(readablePhone('+4930901820')).toBe('+49 30 901820')
    expect(readablePhone('?')).toBe('?')
  })
})

test('R-099 the primary contact is oneself or somebody else, with a valid phone number', () => {
  const contact = { who: 'me', name: 'Ada', email: 'Ada@Contoso.example', phone: '030 901820', country: 'DE' }
  expect(primaryContactInput.parse(contact)).toMatchObject({
    email: 'ada@contoso.example',
    phone: '+4930901820',
  })
  expect(faults(primaryContactInput, { ...contact, phone: '1' })).toEqual(['phone: not a phone number'])
  expect(faults(primaryContactInput, { ...contact, email: 'x' })).toEqual(['email: not an e-mail address'])
})

test('R-097 support information may name a website, but only with a public web address', () => {
  const support = { email: 'help@contoso.example', phone: '+49 30 901820', country: 'DE' }
  expect(supportInput.parse(support)).toMatchObject({ website: '' })
  expect(faults(supportInput, { ...support, website: 'https://contoso.example/help' })).toEqual([])
  expect(supportInput.parse({ ...support, website: ' www.contoso.example\u200b' }).website).toBe(
    'https://www.contoso.example',
  )
  for (const website of ['javascript:alert(1)', 'contoso', 'https://localhost', 'ada@contoso.example'])
    expect(faults(supportInput, { ...support, website })).toEqual(['website: not a web address'])
})

test('R-097 a profile keeps the postal code as its country writes it, and a contact the extension', () => {
  const britain = { ...german, country: 'GB', postalCode: '\u200bsw1a1aa' }
  expect(legalProfileInput.parse(britain).postalCode).toBe('SW1A 1AA')
  const withVersion = legalProfileInput.safeExtend({ version: z.number() })
  expect(withVersion.parse({ ...britain, version: 1 }).postalCode).toBe('SW1A 1AA')
  const contact = { who: 'me', name: 'Ada', email: 'ada@contoso.example', country: 'DE' }
  expect(primaryContactInput.parse({ ...contact, phone: '\u202a030 901820 DW 12\u202c' }).phone).toBe(
    '+4930901820;ext=12',
  )
})
