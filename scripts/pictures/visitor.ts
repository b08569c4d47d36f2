// Opens browsers signed in as people of the demo, to take pictures of their pages.
import { type launchBrowser, newPage } from '@entente/testkit/browser'
import type { DemoFacts } from '@entente/testkit/demo'

export type Page = Awaited<ReturnType<typeof newPage>>
export type Browser = Awaited<ReturnType<typeof launchBrowser>>
export type Login = Pick<DemoFacts['accounts'][number], 'email' | 'password'>

export function accountOf({ accounts }: DemoFacts, start: string): DemoFacts['accounts'][number] {
  const found = accounts.find(({ email }) => email.startsWith(start))
  if (!found) throw new Error(`The demo has no account of ${start}.`)
  return found
}

export function visitor(browser: Browser, baseURL: string): Promise<Page> {
  return newPage(browser, { baseURL, locale: 'en-GB' })
}

export async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
