import { expect, test } from 'vitest'
import { readKnownCustomer } from './known-customer.ts'

const rules = { countries: null, isWebMail: (domain: string) => domain === 'mail.example' }
const row = {
  partner_id: '12345678',
  organisation: 'Contoso GmbH',
  country: 'de',
  domain: '@Contoso.example.',
}

test('D-33 a row names the partner, and the customer by the domain of its people', () => {
  const customer = { partnerNumber: '12345678', legalName: 'Contoso GmbH', country: 'DE' }
  expect(readKnownCustomer(row, rules)).toEqual({ customer: { ...customer, domain: 'contoso.example' } })
})

test.each([
  [
    { partner_id: '', domain: 'x' },
    [
      ['partner_id', 'missing'],
      ['domain', 'unreadable'],
    ],
  ],
  [
    { country: 'XX', organisation: ' ' },
    [
      ['organisation', 'missing'],
      ['country', 'unreadable'],
    ],
  ],
  [{ domain: 'mail.example' }, [['domain', 'web_mail']]],
])('D-33 %o cannot be used', (change, faults) => {
  const read = readKnownCustomer({ ...row, ...change }, rules)
  expect('faults' in read && read.faults.map(({ column, fault }) => [column, fault])).toEqual(faults)
})

test('§3.4 a cloud that limits its customers’ countries takes in no other one', () => {
  expect(readKnownCustomer(row, { ...rules, countries: ['CN'] })).toEqual({
    faults: [{ column: 'country', fault: 'country_not_allowed' }],
  })
})
