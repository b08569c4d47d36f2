import { expect, test } from 'vitest'
import { applicationListInput, readApplicationFilters } from './application-filters.ts'

const read = (query: string) => readApplicationFilters(new URLSearchParams(query))

test('U4 filters are read from the URL, and invalid ones are ignored', () => {
  expect(read('search=+Contoso&state=in_review&kind=direct_bill&assignee=me&next=contact&age=5')).toEqual({
    ...{
      search: 'Contoso',
      state: 'in_review',
      kind: 'direct_bill',
      assignee: 'me',
      next: 'contact',
      age: '5',
    },
  })
  expect(read('state=anything&kind=&assignee=you&next=nobody&age=4')).toEqual({})
})

test('without a state filter the queue shows open applications, with “all” every application', () => {
  expect(applicationListInput({}).states).toContain('email_verified')
  expect(applicationListInput({}).states).not.toContain('active')
  expect(applicationListInput({ state: 'all' }).states).toBeUndefined()
  expect(applicationListInput({ state: 'rejected', age: '3' })).toMatchObject({
    states: ['rejected'],
    olderThanDays: 3,
  })
})
