// Opens one page of a site after another, as the visitor of a link does.
import { isFull } from '@entente/testkit/full'
import type { APIResponse, Page, Response } from 'playwright-core'
import { ready } from './look.ts'

export type Opened = {
  answer: Response | APIResponse | null
  html: string
  /** Whether the browser loaded the whole page, so that its paints count. */
  isLoaded: boolean
}

/**
 * Loads the first page whole. The next ones are asked for as the server renders them, and then opened through a link, which
 * takes half the time because scripts, fonts and axe stay loaded; the long run loads each page whole.
 */
export async function open(page: Page, path: string): Promise<Opened> {
  if (isFull || !(await isScripted(page))) {
    const answer = await page.goto(path)
    await ready(page)
    return { answer, html: (await answer?.text()) ?? '', isLoaded: true }
  }
  const answer = await page.request.get(path, { headers: { accept: 'text/html' } })
  const opened = { answer, html: await answer.text(), isLoaded: false }
  if (answer.status() < 500 && pathOf(answer.url()) === path) await follow(page, path)
  return opened
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Whether SvelteKit has taken the page over. */
const isScripted = (page: Page): Promise<boolean> =>
  page.evaluate(() => Object.keys(history.state ?? {}).some((key) => key.startsWith('sveltekit')))

async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href })
    document.body.firstElementChild?.append(link)
    link.click()
    link.remove()
  }, path)
  await page.waitForURL((url) => url.pathname + url.search === path)
  // The address changes just before the page does.
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame)
    await document.fonts.ready
  })
}
