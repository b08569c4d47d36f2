// A person at one of the sites, who finds everything by the words of a language.
import { base32Bytes, totpCode } from '@entente/auth/totp'
import type { Cloud } from '@entente/domain/core/cloud'
import type { Locale } from '@entente/domain/core/locale'
import { translatorFor } from '@entente/i18n/server'
import { type launchBrowser, newPage } from '@entente/testkit/browser'
import type { DemoAccount, DemoFacts } from '@entente/testkit/demo'

export type Page = Awaited<ReturnType<typeof newPage>>
export type Browser = Awaited<ReturnType<typeof launchBrowser>>

export function accountOf({ accounts }: DemoFacts, start: string): DemoAccount {
  const found = accounts.find(({ email }) => email.startsWith(start))
  if (!found) throw new Error(`The demo has no account of ${start}.`)
  return found
}

export type Visitor = Awaited<ReturnType<typeof newVisitor>>

/** Opens a browser of its own, and finds fields, buttons and headings by the messages of `locale`. */
export async function newVisitor(browser: Browser, baseURL: string, locale: Locale, timeZone: string) {
  const permissions = ['clipboard-read', 'clipboard-write']
  const page = await newPage(browser, { baseURL, locale, permissions, timezoneId: timeZone })
  const t = translatorFor(locale)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
  return {
    page,
    t,
    press,
    field: (label: string) => page.getByLabel(label, { exact: true }),
    follow: (name: string | RegExp) =>
      page.getByRole('main').getByRole('link', { name, exact: true }).first().click(),
    heading: (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(),
    says: (text: string | RegExp) => page.getByText(text).first().waitFor(),
    /** Signs in on the page that asks for it, with the code of the authenticator where the account has one. */
    async signIn({ email, password, totpSecret }: DemoAccount): Promise<void> {
      await page.getByLabel(t('common.field.email'), { exact: true }).fill(email)
      await page.getByLabel(t('common.field.password'), { exact: true }).fill(password)
      await press(t('common.sign_in.submit'))
      if (!totpSecret) return
      await page
        .getByLabel(t('common.second_factor.code'), { exact: true })
        .fill(totpCode(base32Bytes(totpSecret), new Date()))
      await press(t('common.sign_in.second.submit'))
    },
  }
}

/** Takes a look at a page that is worth a picture. */
export type Look = (page: Page, name: string) => Promise<void>
export type Walk = {
  browser: Browser
  facts: DemoFacts
  cloud: Cloud
  look: Look
  /** Opens a site in the cloud's language. */
  visit: (site: 'partner' | 'customer' | 'operator' | 'mailbox') => Promise<Visitor>
}
