import { expect, test } from 'vitest'
import { pagePath } from './page-path.ts'

test('a page after a refused form is left by its own address', () => {
  expect(pagePath(new URL('http://site.test/account?/password'))).toBe('/account')
  expect(pagePath(new URL('http://site.test/sign-in?return=%2Fpeople'))).toBe('/sign-in?return=%2Fpeople')
})
