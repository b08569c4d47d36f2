// What a person sees of a page in one window or another, measured in the page itself.
import type { Page } from 'playwright-core'

/** How far the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Waits until a page's own scripts have run and its fonts are there; pages without scripts are ready as they come. */
export const ready = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const isScripted = [...document.scripts].some(({ textContent }) => textContent?.includes('__sveltekit'))
    const until = performance.now() + 10_000
    // The portal forgets what was typed early once it has given it back, at the end of hydration.
    while (isScripted && (window as { earlyInput?: unknown }).earlyInput !== undefined) {
      if (performance.now() > until) throw new Error(`The scripts of ${location.pathname} did not run.`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await document.fonts.ready
  })

export type Paints = { shifted: number; largestMs: number }

/** For `addInitScript`: adds up layout shifts and notes the largest paint, from the first byte on. */
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

/** What can be pressed, followed or filled in, by its words; once each. */
export const acts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLInputElement>('a[href], button, input, select, textarea')]
    const shown = all.filter((one) => one.type !== 'hidden' && one.checkVisibility())
    const wordsOf = (one: HTMLInputElement) =>
      one.getAttribute('aria-label') || one.textContent?.trim().replace(/\s+/g, ' ') || one.name
    return [...new Set(shown.map((one) => `${one.localName} ${wordsOf(one)}`))]
  })

/**
 * What is lost when the system draws in its own few colours: a control without a frame, a focus without a ring, a
 * choice that looks like what was not chosen. Shadows and backgrounds do not count, the system removes them.
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
