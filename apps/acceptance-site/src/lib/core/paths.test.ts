import { expect, test } from 'vitest'
import { invitationOf, reviewPath, signInPath, signUpPath } from './paths.ts'

test('R-022 signing in and signing up keep the invitation', () => {
  expect(signInPath(reviewPath('a.1.b'))).toBe('/sign-in?return=%2Finvitation%2Fa.1.b%2Freview')
  expect(signUpPath(invitationOf(reviewPath('a.1.b')))).toBe('/sign-up?invitation=a.1.b')
  expect(signUpPath(invitationOf('/people'))).toBe('/sign-up')
})
