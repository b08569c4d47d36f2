import { expect, test } from 'vitest'
import { customerListInput } from './customer-list.ts'

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
  { search: 'x'.repeat(201) },
])('refuses %o', (input) => expect(customerListInput.safeParse(input).success).toBe(false))
