import { expect, test } from 'vitest'
import { currencyOf } from './currency.ts'

test('§4.10 a partner buys in the currency of its country, or else in the first of its cloud', () => {
  const days = { cancelDays: 7, selfService: true, suspendedDays: 90, expiredDays: 30, disabledDays: 90 }
  const sold = { subscriptions: { ...days, currencies: ['USD', 'EUR', 'CHF'] } }
  expect(['DE', 'CH', 'LI', 'US', 'BR'].map((country) => currencyOf(country, sold))).toEqual([
    ...['EUR', 'CHF', 'CHF', 'USD', 'USD'],
  ])
})
