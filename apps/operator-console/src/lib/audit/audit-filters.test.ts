import { expect, test } from 'vitest'
import { readFilters } from './audit-filters.ts'

const read = (query: string) => readFilters(new URLSearchParams(query))

test('U4 filters are what the address says, blanks are none', () => {
  expect(read('action=partner.&person=&from=2026-11-01')).toEqual({
    filters: { action: 'partner.', from: '2026-11-01' },
    isReadable: true,
  })
})

test('a filter that cannot be read is left out and told of', () => {
  expect(read('chain=x&until=2026-13-41&action=partner.')).toEqual({
    filters: { action: 'partner.' },
    isReadable: false,
  })
})
