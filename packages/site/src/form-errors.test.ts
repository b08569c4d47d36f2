import { countryCode } from '@entente/domain/core/organisation'
import { emailAddress, oneLine } from '@entente/domain/identity/account'
import { translatorFor } from '@entente/i18n/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { withoutSecrets } from './form.ts'
import { fieldMessages } from './form-errors.ts'

const schema = z.object({
  name: oneLine(10),
  email: emailAddress,
  country: countryCode,
  kind: z.enum(['a', 'b']),
})
const t = translatorFor('en')

function messages(values: Record<string, string>) {
  const parsed = schema.safeParse(values)
  if (parsed.success) throw new Error('the form was valid')
  return fieldMessages(t, parsed.error, values)
}

test('U16 every invalid field gets a readable message', () => {
  expect(messages({ name: 'far too long a name', email: 'ada', country: 'XX', kind: 'c' })).toEqual({
    name: [t('common.field_error.too_long', { max: 10 })],
    email: [t('common.field_error.email')],
    country: [t('common.field_error.country')],
    kind: [t('common.field_error.choice')],
  })
})

test('U16 an empty or missing field is reported as required, whatever its type', () => {
  const required = [t('common.field_error.required')]
  const { name, email, country, kind } = messages({ name: '  ', email: '' })
  expect([name?.[0], email?.[0], country?.[0], kind?.[0]]).toEqual([
    ...required,
    ...required,
    ...required,
    ...required,
  ])
})

test('entered values go back into the form, but secrets never do', () => {
  const values = {
    email: 'a@b.test',
    password: 'x',
    newPassword: 'x',
    current: 'x',
    token: 'x',
    idempotencyKey: 'k',
  }
  expect(withoutSecrets(values)).toEqual({ email: 'a@b.test', idempotencyKey: 'k' })
})
