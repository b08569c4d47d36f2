import { expect, test } from 'vitest'
import { fieldControl, firstError } from './field.ts'

test('U16 a field with an error refers to its hint and its error, and takes the focus', () => {
  expect(fieldControl('email', 'Your own', 'Fill in this field.')).toEqual({
    id: 'field-email',
    'aria-describedby': 'field-email-hint field-email-error',
    'aria-invalid': true,
    autofocus: true,
  })
})

test('U16 a field without an error refers to none', () => {
  expect(fieldControl('email', undefined, undefined)).toEqual({ id: 'field-email' })
})

test('U16 the first of several messages is shown, and an empty list is no error', () => {
  expect(firstError(['one', 'two'])).toBe('one')
  expect(firstError([])).toBeUndefined()
  expect(firstError('')).toBeUndefined()
})
