import { describe, expect, test } from 'vitest'
import { actHref, backHref, isFresh, listHref, readListState } from './partner-list.ts'

const read = (query: string) => readListState(new URLSearchParams(query))
const site = 'https://customer.example'

describe('the URL of Partner relationships', () => {
  test('U4 search, filters and page are in the URL', () => {
    const state = read('search=con+toso&service=azure&state=holding&cursor=abc')
    expect(state).toEqual({ search: 'con toso', service: 'azure', state: 'holding', cursor: 'abc' })
    expect(listHref(state, { cursor: 'abc' })).toBe(
      '/partner-relationships?search=con+toso&service=azure&state=holding&cursor=abc',
    )
  })

  test('a new filter starts at the first page, and an invalid one is ignored', () => {
    expect(listHref(read('cursor=abc'), { state: 'frozen' })).toBe('/partner-relationships?state=frozen')
    expect(listHref(read('state=nowhere&service='))).toBe('/partner-relationships')
  })

  test('U4 an act leads back to the list as it was, with what it did', () => {
    for (const query of ['', 'search=con+toso&state=holding&cursor=abc']) {
      const href = actHref('remove-roles', 'id-1', { service: 'azure', list: read(query) })
      expect(backHref(new URL(href, site), 'id-1', { removed: 'id-1' })).toBe(
        `/partner-relationships?${query}${query && '&'}removed=id-1`,
      )
    }
  })

  test('from the partner’s own page it leads back there, and never to another site', () => {
    const own = new URL(actHref('move', 'id-1', {}), site)
    expect(backHref(own, 'id-1', { moved: 'id-2' })).toBe('/partner-relationships/id-1?moved=id-2')
    own.searchParams.set('from', '//evil.example?x')
    expect(backHref(own, 'id-1')).toBe('/partner-relationships')
  })

  test('only what happened within minutes is called effective now', () => {
    const at = new Date('2026-12-01T10:00:00Z')
    expect(isFresh(at, '2026-12-01T10:09:00Z')).toBe(true)
    expect(isFresh(at, '2026-12-01T10:11:00Z')).toBe(false)
    expect(isFresh(null, at)).toBe(false)
  })
})
