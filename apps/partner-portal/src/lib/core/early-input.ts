declare global {
  interface Window {
    /** Filled by before-scripts.js until the page is hydrated. */
    earlyInput?: Map<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, string | boolean> | undefined
  }
}

/**
 * Restores what the person typed, cleared or chose before the page's scripts loaded, because hydration resets fields to
 * the server's values. Call it once, when the page is mounted.
 */
export function restoreEarlyInput(): void {
  const early = window.earlyInput ?? []
  window.earlyInput = undefined
  for (const [field, value] of early) {
    const property = typeof value === 'boolean' ? 'checked' : 'value'
    if (!field.isConnected || Reflect.get(field, property) === value) continue
    Reflect.set(field, property, value)
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
  }
}
