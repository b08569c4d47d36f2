import { expect, test } from 'vitest'
import { atHome } from './seed-home.ts'

test('§3.3 a company of the demo moves to a country that its cloud accepts, with that country’s legal form', () => {
  const company = { legalName: 'Northwind Cloud GmbH', country: 'DE', kind: 'direct_bill' }
  expect(atHome(company, null)).toEqual(company)
  expect(atHome(company, ['DE', 'CH'])).toEqual(company)
  expect(atHome(company, ['US'])).toEqual({ ...company, legalName: 'Northwind Cloud Inc.', country: 'US' })
  expect(atHome(company, ['CN']).legalName).toBe('Northwind Cloud Co., Ltd.')
  const american = { legalName: 'Wingtip Cloud Services Inc.', country: 'US' }
  expect(atHome(american, ['CN']).legalName).toBe('Wingtip Cloud Services Co., Ltd.')
  expect(atHome({ legalName: 'Contoso Bakeries', country: 'IE' }, ['US']).legalName).toBe('Contoso Bakeries')
})
