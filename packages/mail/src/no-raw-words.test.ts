import { pseudoTranslator } from '@entente/i18n/testing/pseudo'
import { expect, test } from 'vitest'
import { everyMail, frame, harmless } from '../testing/samples.ts'

const wordsOf = (text: string): string[] =>
  text
    .replace(/{{link}}|https?:\/\/\S+|\S+@\S+|customer\.example\.com\S*/g, ' ')
    .match(/(?<![\p{L}\p{N}])[A-Za-z]{3,}(?![\p{L}\p{N}])/gu) ?? []

/** What the samples say, and what the language's own data says: countries, dates and the "and" of lists. */
const data = new Set([
  ...wordsOf(JSON.stringify([frame, harmless], null, 1).replaceAll('\\n', ' ')),
  ...['Partner', 'Azure', 'Intune', 'Microsoft', 'Customer', 'Agreement'],
  ...['Germany', 'Ireland', 'Switzerland', 'Mar', 'CET', 'and'],
])

test('R-175 every word of every mail comes from a catalogue or is data', () => {
  const raw = Object.entries(everyMail(harmless, pseudoTranslator())).flatMap(([name, { subject, text }]) =>
    wordsOf(`${subject}\n${text}`)
      .filter((word) => !data.has(word))
      .map((word) => `${name}: ${word}`),
  )
  expect(raw).toEqual([])
})
