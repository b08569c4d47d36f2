import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkNewPassword } from './new-password.ts'

const ada = {
  email: 'ada.roy@fabrikam.example',
  name: 'Ada Roy-Lindqvist',
  organisations: ['Contoso GmbH', '世纪互联'],
}
const reasonFor = async (password: string) => {
  const result = await checkNewPassword(password, ada)
  return result.ok ? 'ok' : result.refusal.reason
}

test.each([
  'liverpool123',
  'Winter2026!!',
  'Liverpool-2026',
  '!!Chelsea1905!!',
  'Sunshine#2026',
  'p4ssw0rd-2026',
  'B0russ1a!1909',
  'Hamburg+Winter1',
  'September2026',
  'Donnerstag-27',
  'Fruehling2027!',
  'Entente2026!!',
  'München!2026!',
  'liebeliebe1234',
  'drowssap-2026',
  'ChunTian2026!',
  'samsung.samsung',
])('a common word in digits and signs is refused: %s', async (password) => {
  expect(await reasonFor(password)).toBe('common')
})

test.each([
  'Contoso2026!',
  'C0nt0so_2026',
  'Lindqvist1984',
  'fabrikam-2026',
  'Contoso-Summer-26',
  'Welcome@Fabrikam1',
  '#Contoso#Partner#',
  '世纪互联-2026-!!',
])('a word of the company, the person or the domain is refused: %s', async (password) => {
  expect(await reasonFor(password)).toBe('personal')
})

test.each([
  'harbour lamp violet 42',
  'kettle meadow bronze 9',
  'seven quiet harbours 42',
  'orchard lantern gravel 19',
  'four brave otters sing',
  'correct otter battery lamp',
  'grüne Wolken über Köln',
  '明月几时有把酒问青天不知天',
  'Contoso pays for my tea',
  'vT7#qLm2zXw9',
  'k7m-Q2x_94tRz',
])('several words, or chance, may be used: %s', async (password) => {
  expect(await reasonFor(password)).toBe('ok')
})

test('no word of four listed ones makes a passphrase common', async () => {
  const words = ['harbour', 'lamp', 'violet', 'otter', 'brave', 'kettle', 'meadow', 'bronze', 'lantern']
  const passphrase = fc.uniqueArray(fc.constantFrom(...words), { minLength: 3, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(passphrase, fc.nat(99), async (chosen, number) => {
      expect(await reasonFor(`${chosen.join(' ')} ${number}`)).toBe('ok')
    }),
  )
})

test('a listed word stays refused, whatever digits and signs stand around it', async () => {
  const padding = fc.string({ unit: fc.constantFrom(...'0123456789!?.-_#+ '), minLength: 2, maxLength: 8 })
  const word = fc.constantFrom('liverpool', 'Dortmund', 'MERCEDES', 'Samsung', 'Chocolate')
  await fc.assert(
    fc.asyncProperty(padding, word, padding, async (before, chosen, after) => {
      const password = `${before}${chosen}${after}`
      if (password.length >= 12) expect(await reasonFor(password)).toBe('common')
    }),
  )
})
