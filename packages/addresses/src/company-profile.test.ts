import { countryCodes } from '@entente/domain/core/organisation'
import { describe, expect, test } from 'vitest'
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
