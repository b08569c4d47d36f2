import { expect, test } from 'vitest'
import { currentTermEnd, readOffers, termEnd } from './offer.ts'

const cloud = { services: [{ id: 'office' }, { id: 'azure' }], subscriptions: { currencies: ['EUR', 'JPY'] } }
const basic = {
  ...{ offer_id: 'B1', name: 'Basic', service: 'Office', term: 'p1m', currency: 'eur', price: '6,5' },
  ...{ min_seats: '1', max_seats: '300', self_service: 'yes' },
}
const read = (...rows: Record<string, string>[]) =>
  readOffers(
    rows.map((fields, at) => ({ row: at + 1, fields })),
    cloud,
  )

test('§4.10 a price list gives each offer its prices in the smallest unit of the currency', () => {
  const { offers, faults } = read(
    basic,
    { ...basic, term: 'P1Y', price: '78' },
    { ...basic, term: 'P1Y', currency: 'JPY', price: '9000' },
    {
      offer_id: 'A1',
      name: 'Audio',
      service: 'office',
      add_on_of: 'B1',
      term: 'P1M',
      currency: 'EUR',
      price: '0',
    },
  )
  expect(faults).toEqual([])
  expect(offers).toMatchObject([
    {
      ...{ code: 'B1', service: 'office', addOnOf: null, seatsMin: 1, seatsMax: 300, selfService: true },
      prices: [
        { term: 'P1M', currency: 'EUR', amount: 650 },
        { term: 'P1Y', currency: 'EUR', amount: 7800 },
        { term: 'P1Y', currency: 'JPY', amount: 9000 },
      ],
    },
    { code: 'A1', addOnOf: 'B1', seatsMin: 1, seatsMax: 1_000_000, selfService: false },
  ])
})

test('§4.10 every row of a price list that cannot be read is named with its column and the reason', () => {
  const other = (change: Record<string, string>) => ({ ...basic, offer_id: 'X', ...change })
  const { faults } = read(
    basic,
    { ...basic, name: 'Other', term: 'P3Y' },
    basic,
    other({ service: 'word' }),
    other({ currency: 'USD' }),
    other({ min_seats: '9', max_seats: '8' }),
    other({ currency: 'JPY', price: '1.5' }),
    other({ add_on_of: 'nothing' }),
    other({ price: 'free', name: '' }),
  )
  expect(faults.map(({ row, column, fault }) => `${row} ${column} ${fault}`)).toEqual([
    ...[
      '2 offer_id contradiction',
      '3 term twice',
      '4 service unknown_service',
      '5 currency unknown_currency',
    ],
    ...['6 max_seats seats_reversed', '7 price too_many_decimals', '8 add_on_of unknown_base'],
    ...['9 name missing', '9 price unreadable'],
  ])
})

test('§4.10 a term ends on the same day of the month, or on the last one that there is', () => {
  const start = new Date('2027-01-31T10:00:00Z')
  expect(termEnd(start, 'P1M').toISOString()).toBe('2027-02-28T10:00:00.000Z')
  expect(termEnd(start, 'P1M', 2).toISOString()).toBe('2027-03-31T10:00:00.000Z')
  expect(termEnd(new Date('2028-02-29T00:00:00Z'), 'P1Y').toISOString()).toBe('2029-02-28T00:00:00.000Z')
  expect(currentTermEnd(start, 'P3Y', new Date('2031-05-01T00:00:00Z')).toISOString()).toBe(
    '2033-01-31T10:00:00.000Z',
  )
  expect(currentTermEnd(start, 'P1M', termEnd(start, 'P1M')).toISOString()).toBe('2027-03-31T10:00:00.000Z')
})
