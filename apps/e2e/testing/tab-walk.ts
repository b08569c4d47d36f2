// Walks through a page with the Tab key and checks every stop, like a person without a mouse.
import type { CDPSession, Page } from 'playwright-core'

/** More controls than this on one page are a fault: nobody can tab through them. */
const stopsMax = 400

type Walk = { reached: number; isOver: boolean; faults: string[] }

/** Returns one sentence per fault; none on a page without faults. */
export async function tabWalk(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(beginWalk)
  if (wanted > stopsMax) return [`${wanted} controls are more than anybody walks over with Tab.`]
  const keyboard = await page.context().newCDPSession(page)
  let walk: Walk = { reached: 0, isOver: false, faults: [] }
  // One press more than there are controls, so that the walk ends at its start; some stops are not controls.
  for (let presses = wanted + 1; !walk.isOver && walk.reached <= stopsMax; presses = 8) {
    await pressTab(keyboard, presses)
    walk = await page.evaluate(() => (window as unknown as { walk: Walk }).walk)
  }
  await keyboard.detach()
  if (walk.reached < wanted)
    walk.faults.push(`Only ${walk.reached} of ${wanted} controls are reached with Tab.`)
  return walk.faults
}

/** Sends all presses at once: the page itself checks each stop, which saves a round trip per press. */
async function pressTab(keyboard: CDPSession, times: number): Promise<void> {
  const tab = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 }
  const presses = Array.from({ length: times }, () => [
    keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tab }),
    keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tab }),
  ])
  await Promise.all(presses.flat())
}

/** Runs in the page: goes to the top, checks the focus after every press, and returns the number of controls. */
function beginWalk(): number {
  const walk: Walk = { reached: 0, isOver: false, faults: [] }
  const walked = new Set<Element>()
  let parts = 0

  function look(): void {
    if (walk.isOver) return
    const element = document.activeElement
    if (
      !(element instanceof HTMLElement) ||
      element === document.body ||
      element === document.documentElement
    ) {
      walk.isOver = true
      return
    }
    if (walked.has(element)) {
      // A date field has one stop for each of its parts.
      parts++
      walk.isOver = (element as HTMLInputElement).type !== 'date' || parts > 4
      return
    }
    parts = 0
    walked.add(element)
    walk.reached++
    const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
    const name = `${element.localName} "${text.trim().slice(0, 40) || element.getAttribute('name')}"`
    for (const fault of faultsOf(element)) walk.faults.push(`${name}: ${fault}`)
  }

  function faultsOf(element: HTMLElement): string[] {
    const faults: string[] = []
    // A control may show its focus on the frame around it.
    if (![element, element.parentElement, element.parentElement?.parentElement ?? null].some(isRinged))
      faults.push('the focus cannot be seen')
    const box = element.getClientRects()[0]
    if (!box) return [...faults, 'has no box']
    // A long field may extend beyond the window; its visible part must be large enough and not covered.
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
    if (bottom - top < Math.min(box.height, 12) || right - left < Math.min(box.width, 12))
      return [...faults, 'lies outside of the window']
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    const isFree =
      hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest('label') !== null)
    return isFree ? faults : [...faults, `is hidden under ${hit?.localName}.${hit?.className}`]
  }

  function isRinged(one: Element | null): boolean {
    if (!one) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  }

  /** A radio group counts as one stop. */
  function countStops(): number {
    const all = [...document.querySelectorAll<HTMLInputElement>('a[href], button, input, select, textarea')]
    const shown = all.filter(
      (one) => one.checkVisibility() && !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0,
    )
    return new Set(shown.map((one) => (one.type === 'radio' ? one.name : one))).size
  }

  window.scrollTo(0, 0)
  // The next Tab continues from the last focus, so the focus must be at the very start.
  document.body.tabIndex = -1
  document.body.focus({ preventScroll: true })
  document.body.removeAttribute('tabindex')
  const again = window as unknown as { walk: Walk; look?: () => void }
  if (again.look) removeEventListener('keyup', again.look, true)
  Object.assign(again, { walk, look })
  // `keyup` fires after the focus has moved and the page has scrolled to it.
  addEventListener('keyup', look, true)
  return countStops()
}
