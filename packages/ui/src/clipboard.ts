/** Copies a text to the clipboard; false if the browser does not allow it. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    // Missing on pages that are neither https nor localhost.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error // the browser refused; the old way may still work
  }
  return copySelection(text)
}

function copySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const before = document.activeElement
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}
