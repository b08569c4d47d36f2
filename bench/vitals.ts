import type { newVisitor } from '@entente/testkit/browser'

export type Page = Awaited<ReturnType<Awaited<ReturnType<typeof newVisitor>>['newPage']>>
export type Vitals = { lcp: number; cls: number; inp: number }

export const vitalsOf = (page: Page): Promise<Vitals> =>
  page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals)

/** For the page itself: what browsers count as Web Vitals. An interaction is all events of one press. */
export function watchVitals(): void {
  const vitals = { lcp: 0, cls: 0, inp: 0 }
  Object.assign(window, { vitals })
  type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; interactionId: number }
  const observe = (
    options: PerformanceObserverInit & { durationThreshold?: number },
    note: (entry: Entry) => void,
  ) =>
    new PerformanceObserver((list) => (list.getEntries() as Entry[]).forEach(note)).observe({
      ...options,
      buffered: true,
    })
  observe({ type: 'largest-contentful-paint' }, ({ startTime }) => {
    vitals.lcp = Math.max(vitals.lcp, startTime)
  })
  observe({ type: 'layout-shift' }, ({ value, hadRecentInput }) => {
    if (!hadRecentInput) vitals.cls += value
  })
  observe({ type: 'event', durationThreshold: 16 }, ({ duration, interactionId }) => {
    if (interactionId > 0) vitals.inp = Math.max(vitals.inp, duration)
  })
}

// Links and forms leave the page, so the page that they lead to is measured instead.
const controls = [
  'summary',
  '[aria-expanded]:is(button, [role=button])',
  'button[type=button]',
  'input[type=checkbox]',
  'input[type=radio]',
  'input:is([type=text], [type=search], [type=email], :not([type]))',
  'textarea:not([readonly])',
]
const ofEachKind = 3

/** Presses a few of each kind of control, and types into fields. */
export async function pressAll(page: Page): Promise<void> {
  const isScripted = await page.evaluate(() => document.querySelector('script') !== null)
  for (const control of controls) {
    const found = page.locator(control)
    let pressed = 0
    for (let at = 0; at < (await found.count()) && pressed < ofEachKind; at++) {
      const one = found.nth(at)
      const isLink = await one.evaluate((element) => element instanceof HTMLAnchorElement)
      if ((isLink && !isScripted) || !(await one.isVisible()) || !(await one.isEnabled())) continue
      await one.click({ timeout: 2000 }).catch(() => undefined)
      if (/textarea|\[type=text\]/.test(control)) await page.keyboard.type('Good day', { delay: 20 })
      await page.waitForTimeout(50)
      pressed++
    }
    await page.keyboard.press('Escape')
  }
}
