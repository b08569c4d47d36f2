import { expect, test } from 'vitest'
import { customerListInput, hasWantedServices } from './customer-list.ts'

test('R-023 by default the list is ordered by name, 50 rows a page', () => {
  expect(customerListInput.parse({})).toEqual({ sort: 'name', direction: 'asc', limit: 50 })
  expect(customerListInput.parse({ limit: 1 }).limit).toBe(1)
  const asked = { search: 'con', sort: 'since', direction: 'desc', cursor: 'abc', limit: 100 }
  expect(customerListInput.parse({ ...asked, search: '  con ' })).toEqual(asked)
})

test.each([
  { limit: 0 },
  { limit: 101 },
  { limit: 1.5 },
  { sort: 'country' },
  { direction: 'up' },
  { country: 'XX' },
  { since: 8 },
  { missing: '; drop' },
  { search: 'x'.repeat(201) },
])('refuses %o', (input) => expect(customerListInput.safeParse(input).success).toBe(false))

test('U-05 a set of services passes the filters by what is held and what is missing', () => {
  const catalogue = ['azure', 'intune']
  const passing = (filters: Parameters<typeof hasWantedServices>[1]) =>
    [[], ['azure'], ['intune'], ['azure', 'intune']]
      .filter((held) => hasWantedServices(held, filters, catalogue))
      .map((held) => held.join('+'))
  expect(passing({})).toHaveLength(4)
  expect(passing({ service: 'azure' })).toEqual(['azure', 'azure+intune'])
  expect(passing({ missing: 'azure' })).toEqual(['', 'intune'])
  expect(passing({ missing: 'any' })).toEqual(['', 'azure', 'intune'])
  expect(passing({ service: 'azure', missing: 'any' })).toEqual(['azure'])
  expect(passing({ service: 'azure', missing: 'azure' })).toEqual([])
})
