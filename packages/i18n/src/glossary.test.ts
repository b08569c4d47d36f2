// One word for one thing: `glossary/<locale>.json` says which, and which twins no message uses. `english` narrows an entry to the
// messages whose English matches it, and `unless` leaves out those that speak of the other thing as well.
import { readFileSync } from 'node:fs'
import { type Locale, locales } from '@entente/domain/core/locale'
import { expect, test } from 'vitest'
import { ownCatalogue } from './server.ts'

type Entry = { word: string; never: string; english?: string; unless?: string }
const glossaryOf = (locale: Locale): Record<string, Entry> =>
  JSON.parse(readFileSync(new URL(`../glossary/${locale}.json`, import.meta.url), 'utf8'))

/** The messages that use a forbidden twin, with the word that they should have. Names of arguments are no words. */
function twinsIn(locale: Locale, messages: Record<string, string>): string[] {
  const english = ownCatalogue('en')
  return Object.entries(glossaryOf(locale)).flatMap(([term, { word, never, english: only, unless }]) => {
    const [twin, about, but] = [never, only, unless].map((pattern) => pattern && new RegExp(pattern, 'u'))
    return Object.entries(messages).flatMap(([key, message]) => {
      const said = english[key as keyof typeof english] ?? ''
      const isAbout = !(about instanceof RegExp) || about.test(said)
      if (!isAbout || (but instanceof RegExp && but.test(said))) return []
      const found = twin instanceof RegExp && twin.exec(message.replace(/\{\w+\}/g, ''))
      return found ? [`${key}: “${found[0]}” for ${term}, write “${word}”`] : []
    })
  })
}

test.each(locales)('R-028 R-175 the words of %s have no forbidden twin', (locale) => {
  expect(twinsIn(locale, ownCatalogue(locale))).toEqual([])
})

test('a twin is found, and a word for another thing is left alone', () => {
  const found = (key: string, text: string) => twinsIn('de', { [key]: text }).length
  expect(found('help.task.enrol.title', 'Unternehmen als Partner anmelden')).toBe(1)
  expect(found('common.sign_in', 'Anmelden')).toBe(0)
  expect(found('common.sign_in', 'Ihr Kennwort')).toBe(1)
  expect(found('help.task.enrol.steps', 'Mit dem Geschäftskonto anmelden')).toBe(0)
})
