import { expect, test } from 'vitest'
import { choiceHref } from './choice-href.ts'
import { formPath, listAction, pagePath } from './page-path.ts'

test('after a refused form, the path of the page does not name the action', () => {
  expect(pagePath(new URL('http://site.test/account?/password'))).toBe('/account')
  expect(pagePath(new URL('http://site.test/sign-in?return=%2Fpeople'))).toBe('/sign-in?return=%2Fpeople')
  expect(pagePath(new URL('http://site.test/customers?/export&tag=gold'))).toBe('/customers?tag=gold')
})

test('U4 a list that a form was posted from keeps its filters, refused or not', () => {
  const list = new URL('http://site.test/customers?tag=gold+plus&done=view_saved')
  const action = listAction(list, 'deleteView')
  expect(action).toBe('?/deleteView&tag=gold+plus&done=view_saved')
  const posted = new URL(action, list)
  expect(listAction(posted, 'export')).toBe('?/export&tag=gold+plus&done=view_saved')
  expect(formPath(posted, { done: 'view_deleted' })).toBe('/customers?tag=gold+plus&done=view_deleted')
  expect(listAction(new URL('http://site.test/customers'), 'export')).toBe('?/export')
})

test('a form returns to its page, with the part of the query that the page needs', () => {
  const from = (path: string) => formPath(new URL(path, 'http://site.test'))
  expect(from('/account?/password')).toBe('/account')
  expect(from('/account/second-factor?/begin&return=%2Fpeople')).toBe(
    '/account/second-factor?return=%2Fpeople',
  )
  expect(from('/enrol/start?kind=direct_bill&choices=0198f2aa')).toBe('/enrol/start?kind=direct_bill')
})

test('U23 a page that was posted with a choice is the same page', () => {
  for (const path of ['/account', '/sign-in?return=%2Fpeople', '/reset?sent']) {
    const posted = new URL(choiceHref(path, 'theme', 'dark'), 'http://site.test')
    expect(pagePath(posted)).toBe(path)
    expect(formPath(posted)).toBe(formPath(new URL(path, 'http://site.test')))
  }
})
