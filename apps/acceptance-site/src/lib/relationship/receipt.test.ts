import type { Locale } from '@entente/domain/core/locale'
import { expect, test } from 'vitest'
import { load } from '../../routes/(signed-in)/partner-relationships/[partner]/receipts/[acceptance]/+page.ts'

const languageOf = async (language: string, locales: Locale[]) => {
  const parent = async () => ({ cloud: { locales }, locale: 'en' })
  const page = await load({ data: { receipt: { language } }, parent } as never)
  return (page as { acceptedIn: { locale: Locale } }).acceptedIn.locale
}

test('R-175 a receipt is in the language in which it was accepted; the reader’s, if the cloud has that one no longer', async () => {
  expect(await languageOf('de', ['en', 'de'])).toBe('de')
  expect(await languageOf('zh-CN', ['en', 'de'])).toBe('en')
})
