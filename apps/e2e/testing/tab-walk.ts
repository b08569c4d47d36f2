// Walks over a page with the Tab key and looks at every stop as somebody without a mouse would.
import type { Page } from 'playwright-core'

const stopsMax = 120

/** The faults found, one sentence each; none on a good page. */
export async function tabWalk(page: Page): Promise<string[]> {
  const faults = new Set<string>()
  await page.evaluate(() => {
    window.scrollTo(0, 0)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const wanted = await page.evaluate(countStops)
  let reached = 0
  for (let stop = 0; stop < stopsMax; stop++) {
    await page.keyboard.press('Tab')
    let seen = await page.evaluate(lookAtFocus)
    // A field for a day has a stop for each of its parts.
    for (let part = 0; part < 4 && seen?.isAgain && seen.isDay; part++) {
      await page.keyboard.press('Tab')
      seen = await page.evaluate(lookAtFocus)
    }
    if (seen === null) break
    if (seen.isAgain) break
    reached++
    for (const fault of seen.faults) faults.add(`${seen.name}: ${fault}`)
  }
  if (reached < wanted) faults.add(`Only ${reached} of ${wanted} controls are reached with Tab.`)
  return [...faults]
}

/** How many controls the page offers; the buttons of one radio group are one stop. */
function countStops(): number {
  const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
  const shown = all.filter(
    (one) =>
      one.checkVisibility() &&
      !(one as HTMLInputElement).disabled &&
      (one as HTMLInputElement).type !== 'hidden' &&
      one.tabIndex >= 0,
  )
  const names = shown.map((one) => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : one))
  return new Set(names).size
}

/** Runs in the page: null once the focus has left it. */
function lookAtFocus(): { name: string; isAgain: boolean; isDay: boolean; faults: string[] } | null {
  const marked = window as unknown as { walked?: Set<Element> }
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body || element === document.documentElement)
    return null
  marked.walked ??= new Set()
  const isAgain = marked.walked.has(element)
  marked.walked.add(element)
  const name = `${element.localName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40) || element.getAttribute('name')}"`
  const faults: string[] = []

  const isRinged = (one: Element | null): boolean => {
    if (!one) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  }
  // A control may show its focus on the frame around it.
  if (![element, element.parentElement, element.parentElement?.parentElement ?? null].some(isRinged))
    faults.push('the focus cannot be seen')

  const box = element.getClientRects()[0]
  if (!box) faults.push('has no box')
  else {
    // A long field may reach beyond the window; what counts is that its visible part is there and free.
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
    if (bottom - top < Math.min(box.height, 12) || right - left < Math.min(box.width, 12))
      faults.push('lies outside of the window')
    else {
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const isFree =
        hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest('label') !== null)
      if (!isFree) faults.push(`is hidden under ${hit?.localName}.${hit?.className}`)
    }
  }
  return { name, isAgain, isDay: (element as HTMLInputElement).type === 'date', faults }
}
