// Measures in the page itself what people see in windows of different sizes.
import type { Page } from 'playwright-core'

/** The number of pixels by which the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Waits until the page's own scripts have run and its fonts are loaded; pages without scripts are ready immediately. */
export const ready = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isScripted = [...document.scripts].some(({ textContent }) => textContent?.includes('__sveltekit'))
    const until = performance.now() + 10_000
    // At the end of hydration the portal restores early input and deletes its copy.
    while (isScripted && (window as { earlyInput?: unknown }).earlyInput !== undefined) {
      if (performance.now() > until) throw new Error(`The scripts of ${location.pathname} did not run.`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await document.fonts.ready
  })

export type Paints = { shifted: number; largestMs: number }

/** For `addInitScript`: sums up layout shifts and records the largest paint, from the first byte. */
export function watchPaints(): void {
  const paints: Paints = { shifted: 0, largestMs: 0 }
  Object.assign(window, { paints })
  const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  watch('layout-shift', (entry) => {
    paints.shifted += (entry as PerformanceEntry & { value: number }).value
  })
  watch('largest-contentful-paint', ({ startTime }) => {
    paints.largestMs = Math.max(paints.largestMs, startTime)
  })
}

export const paintsOf = (page: Page): Promise<Paints> =>
  page.evaluate(() => (window as unknown as { paints: Paints }).paints)

/** The controls of the page by their text, without duplicates. */
export const acts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLInputElement>('a[href], button, input, select, textarea')]
    const shown = all.filter((one) => one.type !== 'hidden' && one.checkVisibility())
    const wordsOf = (one: HTMLInputElement) =>
      one.getAttribute('aria-label') || one.textContent?.trim().replace(/\s+/g, ' ') || one.name
    return [...new Set(shown.map((one) => `${one.localName} ${wordsOf(one)}`))]
  })

/**
 * Faults that appear with forced colours: a control without a frame, a focus without a ring, a chosen option that looks
 * like the others. Shadows and backgrounds do not count, because the system removes them.
 */
export const forcedColorFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = []
    const isDrawn = (width: string, style: string, color: string) =>
      Number.parseFloat(width) >= 1 && style !== 'none' && !/^rgba\(.*, 0\)$/.test(color)
    const isFramed = (one: Element | null): boolean => {
      if (!one) return false
      const look = getComputedStyle(one)
      return isDrawn(look.borderBottomWidth, look.borderBottomStyle, look.borderBottomColor)
    }
    const isRinged = (one: Element | null): boolean => {
      if (!one) return false
      const look = getComputedStyle(one)
      return isDrawn(look.outlineWidth, look.outlineStyle, look.outlineColor)
    }
    const nameOf = (one: Element) =>
      `${one.localName} "${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)}"`
    const controls = [
      ...document.querySelectorAll<HTMLInputElement>('a[href], button, input, select, textarea'),
    ]
    for (const control of controls.filter((one) => one.type !== 'hidden' && one.checkVisibility())) {
      const isText = control.localName === 'a'
      const isOwnDrawing = ['checkbox', 'radio'].includes(control.type)
      if (!isText && !isOwnDrawing && !isFramed(control) && !isFramed(control.parentElement))
        faults.push(`${nameOf(control)} has no frame`)
      control.focus({ preventScroll: true })
      if (document.activeElement === control && ![control, control.parentElement].some(isRinged))
        faults.push(`${nameOf(control)} shows no focus`)
    }
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const outlineOf = (one: Element) => {
      const look = getComputedStyle(one)
      return [
        look.outlineStyle,
        look.outlineWidth,
        look.borderBottomWidth,
        look.borderInlineStartWidth,
        look.backgroundColor,
        look.color,
        look.textDecorationLine,
      ].join()
    }
    for (const chosen of document.querySelectorAll(
      '[aria-pressed="true"], [aria-current]:not([aria-current="false"])',
    )) {
      const others = chosen.closest('fieldset, ul, nav, ol')?.querySelectorAll(chosen.localName) ?? []
      const rival = [...others].find(
        (one) => !one.matches('[aria-pressed="true"], [aria-current]') && one.checkVisibility(),
      )
      if (rival && outlineOf(rival) === outlineOf(chosen))
        faults.push(`${nameOf(chosen)} does not look chosen`)
    }
    return faults
  })

export const openAccountMenu = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^Account menu/ }).click()
