import { expect, test } from 'vitest'
import { readListState, wishOf } from './request-list-query.server.ts'
import { filtersIn, listHref, withoutFilters } from './request-list-query.ts'

const read = (query: string) => readListState(new URLSearchParams(query))

test('U4 the URL keeps tab, search, filters, size and page', () => {
  const state = read('search=+ada&state=waiting&from=2026-11-01&until=2026-11-07&limit=25&cursor=x')
  expect(listHref(state, { cursor: state.cursor })).toBe(
    '/requests?search=ada&state=waiting&from=2026-11-01&until=2026-11-07&limit=25&cursor=x',
  )
  expect(listHref(state, { ...withoutFilters, state: undefined })).toBe('/requests?limit=25')
  expect(filtersIn(state)).toBe(2)
})

test('U4 invalid values in the URL are ignored', () => {
  expect(listHref(read('state=opened&from=2026-13-41&author=x&limit=7'), {})).toBe('/requests')
})

test('the days of a filter are those of the reader', () => {
  expect(wishOf(read('from=2026-11-01&until=2026-11-01'), 'Asia/Tokyo')).toMatchObject({
    ...{ since: '2026-10-31T15:00:00.000Z', until: '2026-11-01T15:00:00.000Z' },
  })
})
