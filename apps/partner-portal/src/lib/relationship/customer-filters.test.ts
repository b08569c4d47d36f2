import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { filtersOf } from './customer-filters.ts'
import { readListState } from './customer-list-query.server.ts'

const known = { services: [], countries: ['FR'], origins: [], tags: [] }

test.each([
  ['country=DE', 'Germany'],
  ['tag=gold', 'gold'],
  ['origin=import', 'Imported'],
])('U4 a filter that no customer matches any more (%s) is still shown by its name', (query, name) => {
  const state = readListState(new URLSearchParams(query))
  const inForce = filtersOf(translatorFor('en'), state, known).filter(({ value }) => value !== undefined)
  expect(inForce.map(({ options, value }) => options.find((one) => one.value === value)?.label)).toEqual([
    name,
  ])
})
