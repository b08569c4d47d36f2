import { expect, test } from 'vitest'
import { readFilters } from './audit-filters.ts'

const read = (query: string) => readFilters(new URLSearchParams(query))

test('U4 filters are read from the URL, and blank ones are ignored', () => {
  expect(read('action=partner.&person=&from=2026-11-01')).toEqual({
    filters: { action: 'partner.', from: '2026-11-01' },
    isReadable: true,
  })
})

test('an invalid filter is ignored and reported', () => {
  expect(read('chain=x&until=2026-13-41&action=partner.')).toEqual({
    filters: { action: 'partner.' },
    isReadable: false,
  })
})
