import { expect, test } from 'vitest'
import { choiceHref } from './choice-href.ts'
import { formPath, pagePath } from './page-path.ts'

test('after a refused form, the path of the page does not name the action', () => {
  expect(pagePath(new URL('http://site.test/account?/password'))).toBe('/account')
  expect(pagePath(new URL('http://site.test/sign-in?return=%2Fpeople'))).toBe('/sign-in?return=%2Fpeople')
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
