// Pictures of a page: wide and narrow, light and dark, in each language.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { CloudId } from '@entente/domain/core/cloud'
import { type Locale, locales } from '@entente/domain/core/locale'
import type { newPage } from '@entente/testkit/browser'
import { root } from '../process.ts'

type Page = Awaited<ReturnType<typeof newPage>>

export const target = path.join(root, 'docs/screenshots')
const heightMax = 2600
const sizes = {
  desktop: { width: 1440, height: 900 },
  mobile: { width: 390, height: 844 },
}

/** Takes a picture of a page as most people see it. */
export const shoot = (page: Page, name: string): Promise<void> =>
  picture(page, `${name}-desktop-light`, 'desktop', 'light')

const cloudPages = ['sign-in', 'request', 'mail', 'review', 'customers', 'console-overview']

/** Takes a small picture of a cloud's page, for the table in docs/clouds.md, which shows few of them. */
export async function shootCloud(page: Page, cloud: CloudId, name: string): Promise<void> {
  if (cloudPages.includes(name)) await picture(page, `clouds/${cloud}-${name}`, 'desktop', 'light', 0.6)
}

/** Takes pictures of a page that people see every day: in each size, colour scheme and language. */
export async function shootEachWay(
  page: Page,
  name: string,
  languages: readonly Locale[] = locales,
): Promise<void> {
  const cookie = { name: 'entente-language', url: page.url() }
  for (const locale of languages) {
    await page.context().addCookies([{ ...cookie, value: locale }])
    await page.reload()
    const end = locale === 'en' ? '' : `-${locale}`
    for (const size of ['desktop', 'mobile'] as const)
      for (const colorScheme of ['light', 'dark'] as const)
        await picture(page, `${name}-${size}-${colorScheme}${end}`, size, colorScheme)
  }
  await page.context().clearCookies({ name: cookie.name })
  await page.reload()
}

/** Takes a picture of each path, saved under its name. */
export async function shootAll(page: Page, start: string, places: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(places)) {
    await page.goto(path)
    await shoot(page, `${start}-${name}`)
  }
}

async function picture(
  page: Page,
  name: string,
  size: keyof typeof sizes,
  colorScheme: 'light' | 'dark',
  scale = 1,
): Promise<void> {
  const { width, height } = sizes[size]
  const device = await page.context().newCDPSession(page)
  const resize = (to: number) =>
    device.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height: to, deviceScaleFactor: 1, mobile: false },
    })
  await resize(height)
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(document.getAnimations().map((fade) => fade.finished))
  })
  const content = await page.evaluate(() => document.documentElement.scrollHeight)
  const clip = { x: 0, y: 0, width, height: Math.min(content, heightMax * scale), scale }
  // A frame below the window is not painted. On a desktop the sidebar takes the window's height, so it keeps its own.
  if (size === 'mobile') await resize(clip.height)
  const { data } = await device.send('Page.captureScreenshot', {
    // A quarter of the bytes of a PNG.
    ...{ format: 'webp', quality: 80, clip, captureBeyondViewport: true },
  })
  writeFileSync(path.join(target, `${name}.webp`), Buffer.from(data, 'base64'))
  await device.send('Emulation.clearDeviceMetricsOverride')
  await page.emulateMedia({ colorScheme: null })
  await device.detach()
}
