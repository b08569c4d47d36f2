import { loadCatalogue } from '@entente/i18n/catalogue'
import { createTranslator } from '@entente/i18n/translate'
import { expect, test } from 'vitest'
import { factorCodeFault } from './factor-code.ts'

const t = createTranslator('en', await loadCatalogue('en', ['common', 'errors']))

test.each([undefined, '', '  '])('U16 an empty code (%j) is reported as missing, not as wrong', (code) =>
  expect(factorCodeFault(t, code)).toBe(t('common.second_factor.code.missing')),
)

test('U16 an input that is not a code is reported as wrong', () =>
  expect(factorCodeFault(t, '12345')).toBe(t('errors.wrong_code')))
