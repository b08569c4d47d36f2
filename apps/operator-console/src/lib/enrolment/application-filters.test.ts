import { expect, test } from 'vitest'
import { readApplicationFilters, wantedApplications } from './application-filters.ts'

const read = (query: string) => readApplicationFilters(new URLSearchParams(query))

test('U4 the address keeps the filters; what cannot be read is none', () => {
  expect(read('search=+Contoso&state=in_review&kind=direct_bill&assignee=me&age=5')).toEqual({
    ...{ search: 'Contoso', state: 'in_review', kind: 'direct_bill', assignee: 'me', age: '5' },
  })
  expect(read('state=anything&kind=&assignee=you&age=4')).toEqual({})
})

test('without a state the queue shows what waits for somebody, with all of them everything', () => {
  expect(wantedApplications({}).states).toContain('email_verified')
  expect(wantedApplications({}).states).not.toContain('active')
  expect(wantedApplications({ state: 'all' }).states).toBeUndefined()
  expect(wantedApplications({ state: 'rejected', age: '3' })).toMatchObject({
    states: ['rejected'],
    olderThanDays: 3,
  })
})
