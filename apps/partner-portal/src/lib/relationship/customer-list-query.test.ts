import { describe, expect, test } from 'vitest'
import { readListState } from './customer-list-query.server.ts'
import { filtersIn, listHref, viewOf, withoutFilters } from './customer-list-query.ts'

const read = (query: string) => readListState(new URLSearchParams(query))

describe('the URL of the Customers list', () => {
  test('U4 filters, search, order, page and its size are in the URL', () => {
    const query =
      'search=con+toso&service=azure&missing=any&country=DE&origin=import&tag=key+account&requests=open&since=30&lost=7&columns=alias%2Ctags&sort=since&direction=desc&limit=100&cursor=abc&open=1'
    const state = read(query)
    expect(state).toEqual({
      ...{ search: 'con toso', service: 'azure', missing: 'any', country: 'DE', since: 30, lost: 7 },
      ...{ origin: 'import', tag: 'key account', requests: 'open', columns: ['alias', 'tags'] },
      ...{ sort: 'since', direction: 'desc', limit: 100, cursor: 'abc', before: undefined, open: '1' },
    })
    expect(listHref(state, { cursor: 'abc', open: '1' })).toBe(`/customers?${query}`)
    expect(filtersIn(state)).toBe(8)
    expect(listHref(state, withoutFilters)).toBe(
      '/customers?columns=alias%2Ctags&sort=since&direction=desc&limit=100',
    )
  })

  test('R-023 the columns that a form ticked are those of the list, and none is a choice', () => {
    expect(read('columns=tags&columns=alias&columns=price').columns).toEqual(['alias', 'tags'])
    const none = read('columns=none')
    expect(none.columns).toEqual([])
    expect(listHref(none, {})).toBe('/customers?columns=none')
    expect(viewOf(read('columns=tags&cursor=abc&open=1&search=x'))).toBe('search=x&columns=tags')
  })

  test('U4 the list in its default state has a plain URL', () => {
    expect(listHref(read(''), {})).toBe('/customers')
  })

  test('an invalid value falls back to the default instead of failing', () => {
    expect(read('sort=price&direction=up&limit=7&country=XX&since=8&service=%00')).toEqual(read(''))
    expect(read(`search=${'x'.repeat(300)}`).search).toHaveLength(200)
  })

  test('a new order or search starts at the first page, with every record closed', () => {
    const state = read('cursor=abc&open=1')
    expect(listHref(state, { sort: 'since' })).toBe('/customers?sort=since')
    expect(listHref(read('before=abc&country=DE'), { direction: 'desc' })).toBe(
      '/customers?country=DE&direction=desc',
    )
    expect(listHref(state, { search: 'a&b' })).toBe('/customers?search=a%26b')
  })
})
