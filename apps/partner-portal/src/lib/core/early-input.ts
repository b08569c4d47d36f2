declare global {
  interface Window {
    /** Filled by the script in app.html until the page is hydrated. */
    earlyInput?: Map<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, string> | undefined
  }
}

/**
 * Gives back what somebody typed, emptied or chose before the page's scripts arrived, where hydration put the server's
 * text in its place. Call it once, when the page is mounted.
 */
export function restoreEarlyInput(): void {
  const early = window.earlyInput ?? []
  window.earlyInput = undefined
  for (const [field, value] of early) {
    if (!field.isConnected || field.value === value) continue
    field.value = value
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
  }
}
