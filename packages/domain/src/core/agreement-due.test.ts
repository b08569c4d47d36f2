import { expect, test } from 'vitest'
import { isAgreementDue } from './agreement-due.ts'

const agreement = (version: string, name = 'Partner Agreement') => ({ name, version })

test('a new version, or another agreement, is due for a partner that signed an earlier one', () => {
  expect(isAgreementDue(agreement('2'), [agreement('1')])).toBe(true)
  expect(isAgreementDue(agreement('1', 'Other Agreement'), [agreement('1')])).toBe(true)
})

test('a version that was signed is not due, whatever was signed before or after it', () => {
  expect(isAgreementDue(agreement('2'), [agreement('1'), agreement('2'), agreement('3')])).toBe(false)
})

test('a partner that the operator set up is not asked: nothing says what it signed', () => {
  expect(isAgreementDue(agreement('2'), [])).toBe(false)
})
