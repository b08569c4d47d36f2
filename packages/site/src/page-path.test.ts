import { expect, test } from 'vitest'
import { pagePath } from './page-path.ts'

test('after a refused form, the path of the page does not name the action', () => {
  expect(pagePath(new URL('http://site.test/account?/password'))).toBe('/account')
  expect(pagePath(new URL('http://site.test/sign-in?return=%2Fpeople'))).toBe('/sign-in?return=%2Fpeople')
})
