// Words on a page in the language that only tests speak: all of its messages have accents, so the others are data or raw.
import { cloudIds, cloudOf } from '@entente/clouds/clouds'
import type { CloudId } from '@entente/domain/core/cloud'
import { locales } from '@entente/domain/core/locale'
import { countryCodes } from '@entente/domain/core/organisation'
import { spokenLanguages } from '@entente/domain/partner/provider-entry'
import { countryName } from '@entente/i18n/format'
import { languageName } from '@entente/i18n/languages'
import { ownCatalogue } from '@entente/i18n/server'
import type { Page } from 'playwright-core'
import type { World } from './world.ts'

/** The words of a text that have no accent, without addresses, names of files and ids. */
const plainWords = (text: string): string[] =>
  text
    .replace(/\S+@\S+|https?:\S+|\S*[\w-]\.[a-z]\S*|\b(?=\S*\d)[\w-]+/g, ' ')
    .match(/(?<![\p{L}\p{N}])[A-Za-z]{3,}(?![\p{L}\p{N}])/gu) ?? []

/** The texts that a page shows or tells: text nodes and the attributes that are read out. */
const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts = [document.title]
    const apart = 'script, style, noscript, code, pre, textarea, iframe, [lang]:not(html), [contenteditable]'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest(apart)) texts.push(node.textContent ?? '')
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      for (const one of document.querySelectorAll(`[${name}]`))
        if (!one.closest(apart)) texts.push(one.getAttribute(name) ?? '')
    return texts
  })

/** The page's words that are neither a message nor among `data`. */
export async function rawWords(page: Page, data: ReadonlySet<string>): Promise<string[]> {
  const words = (await textsOf(page)).flatMap(plainWords)
  return [...new Set(words.filter((word) => !data.has(word)))]
}

/** What Intl says in English, and what the instance's operator and cloud are called. */
function said(world: World): string[] {
  const clouds = cloudIds.map((id) => cloudOf(id).name)
  const { services, agreements, timeZone, users, customers } = cloudOf(world.demo.cloud as CloudId)
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'
  const long = 'January February March April June July August September October November December'
  const relative =
    'just now ago yesterday tomorrow second seconds minute minutes hour hours day days week month'
  return [
    ...[...clouds, timeZone, months, long, relative, 'UTC GMT and or'],
    ...[...services, ...Object.values(agreements), users.portal, customers].flatMap((one) =>
      JSON.stringify(one),
    ),
    ...countryCodes.map((code) => countryName('en', code)),
    ...Intl.supportedValuesOf('timeZone'),
    // What the browser calls two countries, the columns of files, and what the pages without a match search for.
    'Islas Malvinas, Palestine; currency min max seats self hash; zzz',
    ...[...spokenLanguages, ...locales].map((code) => languageName('en', code)),
    // The API writes the draft of a request, in a language of its own.
    ...Object.entries(ownCatalogue('en')).flatMap(([key, text]) => (key.startsWith('draft.') ? text : [])),
  ]
}

/** Every word that stands in a row as a name or a text, and not as one of our own codes. */
export async function dataWords(world: World): Promise<Set<string>> {
  const columns = await world.asOwner<{ place: string; name: string }>(
    `select format('%I.%I', table_schema, table_name) as place, format('%I', column_name) as name
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema in ('public', 'auth') and data_type in ('text', 'ARRAY', 'jsonb')`,
  )
  const texts = said(world)
  for (const { place, name } of columns) {
    const rows = await world.asOwner<{ text: string }>(
      `select distinct left(${name}::text, 400) as text from ${place} where ${name}::text ~ '[A-Z ]'`,
    )
    texts.push(...rows.map(({ text }) => text))
  }
  return new Set(texts.flatMap((text) => text.match(/[A-Za-z]{3,}/g) ?? []))
}
