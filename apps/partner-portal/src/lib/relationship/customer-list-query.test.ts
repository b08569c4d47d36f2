import { describe, expect, test } from 'vitest'
import { listHref, readListState } from './customer-list-query.ts'

const read = (query: string) => readListState(new URLSearchParams(query))

describe('the URL of the Customers list', () => {
  test('U4 the list is read with the state in the URL', () => {
    const state = read('search=con+toso&sort=since&direction=desc&cursor=abc&open=1')
    expect(state).toEqual({ search: 'con toso', sort: 'since', direction: 'desc', cursor: 'abc', open: '1' })
    expect(listHref(state, { cursor: 'abc', open: '1' })).toBe(
      '/customers?search=con+toso&sort=since&direction=desc&cursor=abc&open=1',
    )
  })

  test('U4 the list in its default state has a plain URL', () => {
    expect(listHref(read(''), {})).toBe('/customers')
  })

  test('an invalid value falls back to the default instead of failing', () => {
    expect(read('sort=price&direction=up')).toMatchObject({ sort: 'name', direction: 'asc' })
    expect(read(`search=${'x'.repeat(300)}`).search).toHaveLength(200)
  })

  test('a new order or search starts at the first page, with every record closed', () => {
    const state = read('cursor=abc&open=1')
    expect(listHref(state, { sort: 'since' })).toBe('/customers?sort=since&direction=asc')
    expect(listHref(state, { search: 'a&b' })).toBe('/customers?search=a%26b')
  })
})
