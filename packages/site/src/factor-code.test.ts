import { loadCatalogue } from '@entente/i18n/catalogue'
import { createTranslator } from '@entente/i18n/translate'
import { expect, test } from 'vitest'
import { factorCodeFault } from './factor-code.ts'

const t = createTranslator('en', await loadCatalogue('en', ['common', 'errors']))

test.each([undefined, '', '  '])('U16 without a code (%j) nobody is told that it was wrong', (code) =>
  expect(factorCodeFault(t, code)).toBe('Type the code that your application shows.'),
)

test('U16 what is no code is not the right one', () =>
  expect(factorCodeFault(t, '12345')).toBe(t('errors.wrong_code')))
