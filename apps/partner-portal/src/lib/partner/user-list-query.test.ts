import { expect, test } from 'vitest'
import { readUserListState, userListHref } from './user-list-query.ts'

const read = (query: string) => readUserListState(new URLSearchParams(query))

test('U4 the list of users is read with the state in the URL', () => {
  const state = read('search=ada+roy&role=sales_agent&status=removed&cursor=abc')
  expect(state).toEqual({ search: 'ada roy', role: 'sales_agent', status: 'removed', cursor: 'abc' })
  expect(userListHref(state, { cursor: 'abc' })).toBe(
    '/settings/users?status=removed&search=ada+roy&role=sales_agent&cursor=abc',
  )
  expect(userListHref(state, {})).not.toContain('cursor')
})

test('U4 the users without a second factor have a URL', () => {
  expect(read('factor=none').factor).toBe('none')
  expect(userListHref(read('factor=none'), {})).toBe('/settings/users?factor=none')
})

test('an invalid value falls back to the default instead of failing', () => {
  expect(read('role=king&status=lost&search=%00')).toEqual({
    ...{ search: '', role: undefined, status: 'present', cursor: undefined },
  })
  expect(userListHref(read(''), {})).toBe('/settings/users')
})
