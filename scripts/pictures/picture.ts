// Pictures of a page: wide and narrow, light and dark, English and German.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { newPage } from '@entente/testkit/browser'
import { root } from '../process.ts'

type Page = Awaited<ReturnType<typeof newPage>>

export const target = path.join(root, 'docs/screenshots')
const heightMax = 2600
const sizes = {
  desktop: { width: 1280, height: 800 },
  mobile: { width: 390, height: 844 },
}

/** Takes pictures of the page in both sizes and colour schemes, and in German, whose words are longer. */
export async function shoot(page: Page, name: string): Promise<void> {
  for (const size of ['desktop', 'mobile'] as const)
    for (const colorScheme of ['light', 'dark'] as const)
      await picture(page, `${name}-${size}-${colorScheme}`, size, colorScheme)
  const language = { name: 'entente-language', url: page.url() }
  await page.context().addCookies([{ ...language, value: 'de' }])
  await page.reload()
  for (const size of ['desktop', 'mobile'] as const) await picture(page, `${name}-${size}-de`, size, 'light')
  await page.context().addCookies([{ ...language, value: 'en' }])
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
): Promise<void> {
  const { width, height } = sizes[size]
  const device = await page.context().newCDPSession(page)
  await device.send('Emulation.setDeviceMetricsOverride', {
    ...{ width, height, deviceScaleFactor: 1, mobile: false },
  })
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(document.getAnimations().map((fade) => fade.finished))
  })
  const content = await page.evaluate(() => document.documentElement.scrollHeight)
  const clip = { x: 0, y: 0, width, height: Math.min(content, heightMax), scale: 1 }
  const { data } = await device.send('Page.captureScreenshot', {
    ...{ format: 'png', clip, captureBeyondViewport: true },
  })
  writeFileSync(path.join(target, `${name}.png`), Buffer.from(data, 'base64'))
  await device.send('Emulation.clearDeviceMetricsOverride')
  await page.emulateMedia({ colorScheme: null })
  await device.detach()
}
